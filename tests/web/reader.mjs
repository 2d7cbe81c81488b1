// A reader's browser that does what it is told: NODE reader.mjs CHROMIUM. One wish a line on standard
// input, as JSON; one answer a line on standard output. tests/e2e/test_reader_life.py tells the story.
//
//   { "go": URL, "scripts": false }   open an address, with or without JavaScript
//   { "keys": ["Tab", "text:ada@example.org", "Enter"] }   press keys, or type
//   { "press": "Subscribe" }          press the button or link of that name
//   { "tick": "Sport", "on": false }  tick a box, or choose, by its label
//   { "fill": "Pause until", "with": "2026-12-24" }
// Each answers with what is seen then.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const puppeteer = require("puppeteer-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars",
];
const WIDTH = 320;
const browser = await puppeteer.launch({ executablePath: process.argv[2], args: FLAGS });
const page = await browser.newPage();
const noise = [];
let scripts = true;
page.on("console", (message) => noise.push(`${message.type()}: ${message.text()}`));
page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
page.setDefaultTimeout(15000);
await page.setViewport({ width: WIDTH, height: 700 });

// Waits for the page that a press leads to.
async function leading(doing) {
  const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: "load" }), doing()]);
  return answer;
}

async function named(name) {
  for (const one of await page.$$("button, a, input, select")) {
    const text = await one.evaluate((element) => {
      const label = element.labels && element.labels[0];
      return ((label ? label.innerText : element.innerText) || element.getAttribute("aria-label") || "").trim();
    });
    if (text === name || text.startsWith(`${name}\n`)) return one;
  }
  throw new Error(`nothing is called ${name}`);
}

async function act(wish) {
  if (wish.go) {
    scripts = wish.scripts !== false;
    await page.setJavaScriptEnabled(scripts);
    return page.goto(wish.go, { waitUntil: "load" });
  }
  if (wish.keys) {
    const [last, ...before] = [...wish.keys].reverse();
    for (const key of before.reverse()) await (key.startsWith("text:") ? page.keyboard.type(key.slice(5)) : page.keyboard.press(key));
    return leading(() => page.keyboard.press(last));
  }
  if (wish.press) return leading(async () => (await named(wish.press)).click());
  const control = await named(wish.tick || wish.fill);
  if (wish.tick) {
    if ((await control.evaluate((element) => element.checked)) !== (wish.on !== false)) await control.click();
  } else {
    await control.evaluate((element, value) => { element.value = value; }, wish.with);
  }
  return null;
}

// axe needs JavaScript to run; the pages, which have none, are the same without.
async function look(answer) {
  const seen = await page.evaluate(() => ({
    url: location.href,
    title: document.title,
    text: document.body.innerText,
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    scripts: document.scripts.length,
    cookies: document.cookie,
  }));
  if (scripts) await page.evaluate(AXE);
  const found = scripts ? await page.evaluate(() => axe.run(document)) : { violations: [] };
  const axes = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`);
  return { ...seen, status: answer ? answer.status() : null, axe: axes, noise: noise.splice(0) };
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(await look(await act(JSON.parse(line)))));
  } catch (error) {
    console.log(JSON.stringify({ failed: error.message }));
  }
}
await browser.close();
