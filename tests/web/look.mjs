// Looks at mails in one browser: NODE look.mjs CHROMIUM FOLDER < work.json > seen.json
//
// work.json: {"pages": {name: html}, "pictures": {address: file}, "jobs": [job]}, and a job is
// {"page", "width", "dark", "pictures", "axe", "web", "measure", "shot", "scale", "script", "walk", "text", "media",
// "typed"}.
// No server runs and nothing is fetched: what a page asks for is answered from here or refused, and told.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const puppeteer = require("puppeteer-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
// These two ask for the landmarks of a web page, which a mail stands inside of and does not have.
const NOT_FOR_MAIL = ["region", "landmark-one-main"];
const ORIGIN = "http://mail.invalid/";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-extensions",
  "--hide-scrollbars",
  "--force-color-profile=srgb",
  "--font-render-hinting=none",
];

// Runs in the page.
function measure(main) {
  const width = innerWidth;
  const box = (one) => one.getBoundingClientRect();
  const shown = (one) => one.getClientRects().length > 0;
  const name = (one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim()}`.slice(0, 90);
  const links = [...document.querySelectorAll("a[href]")].filter(shown);
  // A link that runs over several lines is as high as its lowest line.
  const height = (one) => {
    const picture = one.querySelector("img");
    const rects = picture ? [box(picture)] : [...one.getClientRects()];
    return Math.min(...rects.filter((rect) => rect.width > 0.5).map((rect) => rect.height));
  };
  const named = main.flatMap((selector) => [...document.querySelectorAll(selector)]);
  const low = (some, least) =>
    some.filter((one) => height(one) < least - 0.01).map((one) => `${height(one).toFixed(1)} ${name(one)}`);
  const look = (selector, style) => {
    const one = document.querySelector(selector);
    return one ? getComputedStyle(one)[style] : null;
  };
  const wide = [...document.body.querySelectorAll("*")].filter((one) => {
    const { left, right } = box(one);
    return shown(one) && (right > width + 0.5 || left < -0.5);
  });
  const pictures = [...document.images].filter(shown);
  const controls = [...document.querySelectorAll("button, .p-button, input:not([type=hidden], [tabindex='-1']), select")].filter(shown);
  const drawn = (one) => ["checkbox", "radio"].includes(one.type);  // by the browser
  const edged = (one) => drawn(one) || (parseFloat(getComputedStyle(one).borderTopWidth) >= 1 && getComputedStyle(one).borderTopStyle !== "none");
  return {
    mode: document.compatMode,
    scroll: document.documentElement.scrollWidth,
    wide: wide.map(name),
    links: links.length,
    low: low(links, 24),
    main: named.filter(shown).length,
    low_main: low(named.filter(shown), 44),
    pictures: pictures.filter((one) => one.naturalWidth).length,
    wordless: pictures.filter((one) => !one.alt.trim()).map((one) => one.src),
    height: Math.ceil(box(document.body).height),
    page: look("body", "backgroundColor"),
    colours: Object.fromEntries(
      ["h1 a", ":is(h1, h3) ~ p:not([class])", ".card", ".btn a"].map((one) => [
        one,
        [look(one, "color"), look(one, "backgroundColor")],
      ]),
    ),
    language: [document.documentElement.lang, document.documentElement.dir],
    controls: controls.length,
    bare: controls.filter((one) => !edged(one)).map(name),
    folded: [...document.querySelectorAll("details dl")].filter((one) => !one.checkVisibility({ contentVisibilityAuto: true })).length,
    active: document.activeElement?.id || document.activeElement?.className || "",
  };
}

// Runs in the page.
async function findProblems(off) {
  const rules = Object.fromEntries(off.map((one) => [one, { enabled: false }]));
  const found = await axe.run(document, { rules, resultTypes: ["violations"] });
  return found.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`,
  );
}

// Runs in the page: where the keyboard is, and whether that shows.
function stop() {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const marked = one.matches(":focus-visible") && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  return { place: [...document.querySelectorAll("*")].indexOf(one), marked };
}

// Runs in the page: what the keyboard has to reach, in the order of reading.
function reachable() {
  const every = [...document.querySelectorAll("*")];
  const grouped = (one) => one.type === "radio" && !one.checked;
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")]
    .filter((one) => one.tabIndex >= 0 && one.getClientRects().length && !grouped(one))
    .map((one) => every.indexOf(one));
}

// Goes through a page by the Tab key, from its beginning to its end.
async function walk(page) {
  const stops = [];
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(stop);
    if (!here || here.place === stops[0]?.place) break;
    // A date is one control with several places of its own.
    if (here.place !== stops.at(-1)?.place) stops.push(here);
  }
  return { stops, reachable: await page.evaluate(reachable) };
}

// Fills in the field of an id by the keyboard alone, and presses Enter.
async function send(page, [id, text], state) {
  state.posted = null;
  for (let step = 0; step < 60; step += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.id === wanted, id)) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.type(text);
  await Promise.all([page.waitForNavigation({ timeout: 10000 }), page.keyboard.press("Enter")]);
  Object.assign(state, { opened: "" });
  return state.posted;
}

async function answer(request, work, state) {
  const url = request.url();
  if (request.method() === "POST") {
    state.posted = [new URL(url).pathname, request.postData() ?? ""];
    return request.respond({ contentType: "text/html", body: "<!DOCTYPE html><title>Taken</title>" });
  }
  if (url.startsWith(ORIGIN)) {
    const page = work.pages[decodeURIComponent(url.slice(ORIGIN.length))];
    return request.respond({ contentType: "text/html; charset=utf-8", body: page });
  }
  if (work.pictures[url] && request.resourceType() === "image") {
    if (!state.pictures) return request.abort();
    return request.respond({ contentType: "image/png", body: readFileSync(work.pictures[url]) });
  }
  state.asked.push(url);
  return request.abort();
}

function listen(page, work, state) {
  page.on("request", (request) => answer(request, work, state));
  page.on("pageerror", (error) => state.errors.push(String(error)));
  page.on("console", (message) => {
    // A picture that is kept back is no mistake of the mail's.
    const kept = message.text().startsWith("Failed to load resource") && !state.pictures;
    if (["error", "warn", "warning"].includes(message.type()) && !kept) state.errors.push(message.text());
  });
}

async function open(page, job, work, state) {
  const opened = `${job.page} ${job.pictures} ${job.script ?? true}`;
  if (state.opened === opened && !job.walk) return;
  await page.setJavaScriptEnabled(job.script ?? true);
  Object.assign(state, { opened, pictures: job.pictures, asked: [], errors: [], armed: false });
  await page.goto(ORIGIN + encodeURIComponent(job.page), { waitUntil: "load" });
}

async function look(page, job, work, state) {
  await page.setViewport({ width: job.width, height: job.clip || 900, deviceScaleFactor: job.scale ?? 1 });
  await state.devtools.send("Emulation.setEmulatedMedia", {
    media: job.media === "print" ? "print" : "",
    features: [
      { name: "prefers-color-scheme", value: job.dark ? "dark" : "light" },
      { name: "forced-colors", value: job.media === "forced" ? "active" : "none" },
    ],
  });
  await open(page, job, work, state);
  const size = `${100 * (job.text ?? 1)}%`;
  await page.evaluate((wanted) => Object.assign(document.documentElement.style, { fontSize: wanted }), size);
  const seen = {};
  if (job.measure) seen.measured = await page.evaluate(measure, job.main ?? []);
  if (job.axe) {
    if (!state.armed) await page.evaluate(AXE);
    state.armed = true;
    seen.problems = await page.evaluate(findProblems, job.web ? [] : NOT_FOR_MAIL);
  }
  if (job.walk) seen.walk = await walk(page);
  if (job.shot) {
    // Beyond the window only where there is more: a short page that is read from the right would be shifted.
    const tall = !job.clip && (await page.evaluate(() => document.documentElement.scrollHeight > innerHeight));
    await page.screenshot({ path: job.shot, fullPage: tall, captureBeyondViewport: tall });
  }
  if (job.typed?.length) seen.posted = await send(page, job.typed, state);
  return { ...seen, asked: state.asked, errors: state.errors };
}

const [, , chromium, profile] = process.argv;
const work = JSON.parse(readFileSync(0, "utf8"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  headless: true,
  args: FLAGS,
});
try {
  const page = await browser.newPage();
  const state = { devtools: await page.createCDPSession() };
  await page.setRequestInterception(true);
  listen(page, work, state);
  const answers = [];
  for (const job of work.jobs) answers.push(await look(page, job, work, state));
  process.stdout.write(JSON.stringify(answers));
} finally {
  await browser.close();
}
