// The preview page. It holds no rule about news or mail: it asks, shows, and remembers in its address
// from which side somebody looks. Without a server it shows what was written into it.
"use strict";

const at = (id) => document.getElementById(id);
const NAMES = { daily: "Daily", brief: "Brief", magazine: "Magazine" };
const TABS = ["mail", "text", "headers", "source", "mjml", "findings"];
const LOOKS = ["light", "dark", "inverted"];
const WIDTHS = [320, 375, 414, 600, 700];
const PLAIN = { tab: "mail", width: 600, look: "light", images: "on", mirrored: "no", theme: "", language: "", reader: "" };
const ROOM = 115000; // what the whole of the meter stands for
const TALLEST = 60000;
const TURN = "invert(1) hue-rotate(180deg)";

let view = readAddress();
let state = null;
let shown = 0; // counts what was asked for, so that an earlier answer never takes the place of a later one
let asked = 0;
let opened = false;

class Failure extends Error {} // the server is there, and something in it went wrong

// ---------------------------------------------------------------------------------------------
// Where it comes from: a server, or this very file.

const written = at("model") ? JSON.parse(at("model").textContent) : null;
const source = written ? writtenSource(written) : servedSource();

function servedSource() {
  const query = () => new URLSearchParams({
    theme: view.theme, language: view.language, mirrored: view.mirrored, reader: view.reader,
  });
  const get = async (path, wanted = { cache: "no-store" }) => {
    const answer = await fetch(path, wanted);
    if (!answer.ok) throw new Failure(answer.status);
    return answer.json();
  };
  return {
    live: true,
    frame(frame) {
      const wanted = query();
      wanted.set("look", view.look);
      wanted.set("images", view.images);
      wanted.set("n", String(++asked));
      frame.src = `mail?${wanted}`;
    },
    state: () => get(`state?${query()}`),
    findings: () => get("findings"),
    readers: (text) => get("readers", { method: "POST", body: text }),
    message: () => `message.eml?${query()}`,
  };
}

function writtenSource(model) {
  const key = () => [view.theme || model.ownTheme, view.language || model.languages[0] || "", view.mirrored].join(" ");
  const find = () => model.sides[key()] || model.sides[model.first];
  return {
    live: false,
    frame(frame) { frame.srcdoc = paint(find().html); },
    state: async () => ({ ...model, ...find().state }),
    findings: async () => ({ findings: model.findings }),
    readers: async () => ({ readers: [] }),
    message: () => "",
  };
}

// The same three changes that the server makes: colours, forced inversion, pictures.
function paint(html) {
  const dark = view.look === "dark";
  let page = html.replace(/\(\s*prefers-color-scheme\s*:\s*dark\s*\)/g, dark ? "(min-width:0)" : "(max-width:0)");
  const end = page.search(/<\/head>/i);
  let head = page.slice(0, end).replace(/(color-scheme(?:s?\s*:\s*|"\s+content="))light dark/g, `$1${dark ? "dark" : "light"}`);
  head = head.replace(/<head\b[^>]*>/i, '$&<base target="_blank">');
  if (view.look === "inverted") head += `<style>html{background:#fff;filter:${TURN}}img,[background]{filter:${TURN}}</style>`;
  page = head + page.slice(end);
  return view.images === "off" ? page.replace(/\b((?:src|background)=")[^"]*"/g, '$1"') : page;
}

// ---------------------------------------------------------------------------------------------
// The address keeps from which side somebody looks; never who a reader is.

function readAddress() {
  const words = new URLSearchParams(location.hash.slice(1));
  const read = { ...PLAIN };
  for (const name of Object.keys(PLAIN)) if (words.has(name)) read[name] = words.get(name);
  const width = Math.round(Number(read.width));
  read.width = width >= 320 && width <= 700 ? width : PLAIN.width;
  if (!TABS.includes(read.tab)) read.tab = PLAIN.tab;
  if (!LOOKS.includes(read.look)) read.look = PLAIN.look;
  return read;
}

function writeAddress() {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(view)) if (value !== PLAIN[name]) words.set(name, value);
  const text = words.toString();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}

// ---------------------------------------------------------------------------------------------
// One door for every change.

const FRAME = ["look", "images", "mirrored", "theme", "language", "reader"];
const STATE = ["mirrored", "theme", "language", "reader"];

function change(wanted) {
  const before = view;
  view = { ...view, ...wanted };
  const changed = Object.keys(view).filter((name) => view[name] !== before[name]);
  if (!changed.length) return;
  writeAddress();
  showControls();
  if (changed.some((name) => FRAME.includes(name))) showMail();
  if (changed.some((name) => STATE.includes(name))) loadState();
  if (changed.includes("width")) fit();
  say();
}

function say(first = "") {
  const parts = [first];
  if (state && state.theme) parts.push(nameTheme(state.theme));
  if (state && state.mail && state.languages.length > 1) parts.push(nameLanguage(state.mail.language));
  parts.push({ light: "Light", dark: "Dark", inverted: "Inverted by force" }[view.look], `${view.width} px`);
  if (scale() < 1) parts.push(`shown at ${Math.round(scale() * 100)} %`);
  if (view.images === "off") parts.push("images off");
  if (view.mirrored === "yes") parts.push(at("mirrored-label").textContent.toLowerCase());
  if (state && state.reader) parts.push(`for ${state.reader.name || state.reader.email}`);
  const text = parts.filter(Boolean).join(", ");
  if (at("caption").textContent !== text) at("caption").textContent = text;
}

function nameTheme(theme) { return NAMES[theme] || theme; }

function nameLanguage(tag) {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) || tag;
  } catch {
    return tag;
  }
}

// ---------------------------------------------------------------------------------------------
// The mail: a new frame is made ready behind the one that is seen, so that nothing jumps.

function currentFrame() { return at("sheet").querySelector("iframe:not(.waiting)"); }

function showMail() {
  const number = ++shown;
  for (const late of at("sheet").querySelectorAll("iframe.waiting")) late.remove();
  const frame = document.createElement("iframe");
  frame.title = "The mail";
  frame.className = "waiting";
  frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
  frame.style.width = `${view.width}px`;
  frame.style.height = `${currentFrame() ? currentFrame().offsetHeight : 900}px`;
  frame.addEventListener("load", () => { if (number === shown) swap(frame); else frame.remove(); });
  source.frame(frame);
  at("sheet").append(frame);
}

function swap(frame) {
  const before = currentFrame();
  const held = before && document.activeElement === before;
  frame.classList.remove("waiting");
  if (before) before.remove();
  if (held) frame.focus({ preventScroll: true });
  fit();
  const page = frame.contentDocument;
  if (page && page.documentElement) new ResizeObserver(fit).observe(page.documentElement);
  document.documentElement.dataset.shown = String(shown);
}

function scale() {
  const panel = at("panel-mail");
  const style = getComputedStyle(panel);
  const room = panel.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return room > 0 ? Math.min(1, room / view.width) : 1;
}

function fit() {
  const frame = currentFrame();
  if (!frame || at("panel-mail").hidden) return;
  frame.style.width = `${view.width}px`;
  const page = frame.contentDocument;
  const root = page && page.documentElement;
  const tall = root ? Math.max(root.offsetHeight, page.body ? page.body.offsetHeight : 0, 240) : 900;
  const height = Math.min(tall, TALLEST);
  frame.style.height = `${height}px`;
  frame.style.transform = scale() < 1 ? `scale(${scale()})` : "";
  const sheet = at("sheet");
  sheet.style.width = `${Math.round(view.width * scale())}px`;
  sheet.style.height = `${Math.round(height * scale())}px`;
  sheet.classList.toggle("phone", view.width <= 480);
  sheet.classList.toggle("dark", view.look !== "light");
}

// ---------------------------------------------------------------------------------------------
// Everything beside the mail.

let waiting = 0;

async function loadState() {
  const number = ++waiting;
  try {
    const answer = await source.state();
    if (number !== waiting) return;
    state = answer;
    showState();
    checkSoon();
  } catch (error) {
    lose(error);
  }
}

let checking = 0;
let checked = 0; // the version that was checked last
let resting = 0;

// A check takes longer than the mail: it waits until somebody who saves again and again has rested.
function checkSoon() {
  if (state.version === checked) return;
  clearTimeout(resting);
  resting = setTimeout(loadFindings, checked ? 400 : 0);
}

async function loadFindings() {
  const number = ++checking;
  checked = state.version;
  if (at("findings").childElementCount === 0) at("findings-none").textContent = "Checking …";
  try {
    const answer = await source.findings();
    if (number === checking) showFindings(answer.findings);
  } catch (error) {
    lose(error);
    if (error instanceof Failure) at("findings-none").textContent = "The check itself failed: see what digest check says.";
  }
}

function showState() {
  const mail = state.mail;
  at("slug").textContent = state.edition;
  at("state").hidden = !state.state;
  at("state").textContent = state.state;
  at("nothing").hidden = Boolean(mail);
  at("sheet").hidden = !mail;
  at("facts").hidden = !mail;
  showBanners();
  showChoices();
  at("hint").replaceChildren(`digest send ${state.edition} `, make("span", "--test ADDRESS", "whole"));
  if (mail) showParts(mail);
  showControls();
  fit();
  say();
}

function showParts(mail) {
  document.title = `${mail.subject} · preview`;
  at("subject").textContent = mail.subject;
  at("clock").textContent = `No. ${mail.number} · ${source.live ? "rendered" : "written"} ${mail.renderedAt} ${mail.zone}`;
  for (const name of ["text", "header", "source", "mjml"]) put(name, mail[name]);
  at("headers-note").textContent = state.reader ? `As the message to ${state.reader.name || state.reader.email}` : "As a message to nobody in particular";
  at("message").hidden = !source.live;
  if (source.live) at("message").href = source.message();
  at("fields").replaceChildren(...mail.fields.map((field) => {
    const line = make("div");
    line.append(make("dt", field.name), make("dd", field.value));
    return line;
  }));
  showInbox(mail);
  showWeight(mail.size);
  at("missing-section").hidden = !state.missing.length;
  at("missing").replaceChildren(...state.missing.map((one) => make("li", `${one.url} (${one.reason})`)));
}

function put(id, text) { if (at(id).textContent !== text) at(id).textContent = text; }

function make(tag, text = "", className = "") {
  const one = document.createElement(tag);
  if (text) one.textContent = text;
  if (className) one.className = className;
  return one;
}

function showBanners() {
  const wrong = state.mistake;
  at("mistake").hidden = !wrong;
  if (wrong) {
    put("mistake-title", wrong.place ? "The file has a mistake." : "It cannot be shown as it is now.");
    put("mistake-place", wrong.place);
    put("mistake-message", wrong.message);
    put("mistake-hint", wrong.hint);
    put("mistake-note", state.mail ? `The mail below is the last good one, of ${state.mail.renderedAt}. This goes away when the file is mended and saved.` : "");
  }
  at("frozen").hidden = !state.frozen;
  put("frozen-text", `This edition is ${state.state}: what readers get is frozen, and what the file says now changes nothing for them.`);
}

function showChoices() {
  fill(at("theme"), state.themes.map((name) => [name, nameTheme(name) + (name === state.ownTheme ? " (its own)" : "")]), state.theme);
  at("theme-field").hidden = state.themes.length < 2;
  const tried = state.theme && state.theme !== state.ownTheme;
  at("theme-note").hidden = !tried;
  if (tried) put("theme-note", `Only tried here. To keep it: theme = "${state.theme}" in digest.toml.`);
  const language = state.mail ? state.mail.language : "";
  fill(at("language"), state.languages.map((tag) => [tag, nameLanguage(tag)]), language);
  at("language-field").hidden = state.languages.length < 2;
  at("reader-field").hidden = !source.live;
  at("reader-chosen").hidden = !state.reader;
  if (state.reader) {
    put("reader-name", state.reader.name || state.reader.email);
    put("reader-email", `${state.reader.name ? `${state.reader.email}, ` : ""}${state.reader.state}`);
  }
  const turned = state.mail && (state.mail.direction === "rtl") !== (view.mirrored === "yes");
  put("mirrored-label", turned ? "Left-to-right" : "Right-to-left");
  put("mirrored-note", turned ? "Laid out as an English edition; your stories keep their words." : "Laid out as an Arabic edition, with its words and dates; your stories keep theirs.");
}

function fill(select, options, chosen) {
  const known = JSON.stringify(options);
  if (select.dataset.known !== known) {
    select.dataset.known = known;
    select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  }
  select.value = chosen;
}

function showInbox(mail) {
  const { sender, time, cuts } = mail.inbox;
  const rows = cuts.map((cut, number) => {
    const figure = make("figure");
    const place = ["A phone", "A tablet", "A desktop"][number] || "A list";
    figure.append(make("figcaption", `${place}, cut at ${cut.width} characters`), number === 0 ? phoneRow(sender, time, cut) : listRow(sender, time, cut, number === 1));
    return figure;
  });
  if (!mail.preheader) rows.push(make("p", "There is no preheader: lists show the first words of the mail in its place.", "note"));
  at("inbox").replaceChildren(...rows);
}

function phoneRow(sender, time, cut) {
  const row = make("div", "", "row phone");
  const face = make("span", [...sender][0] || "·", "face");
  face.setAttribute("aria-hidden", "true");
  row.append(face, who(sender, time), line(cut.subject, "subject"), line(cut.preheader, "pre"));
  return row;
}

function listRow(sender, time, cut, stacked) {
  const row = make("div", "", "row");
  row.append(who(sender, time));
  if (stacked) row.append(line(cut.subject, "subject"), line(cut.preheader, "pre"));
  else row.append(line(cut.line, "subject"));
  return row;
}

function who(sender, time) {
  const box = make("div", "", "who");
  box.append(make("span", sender), make("time", time));
  return box;
}

function line(text, className) {
  const one = make("div", text, className);
  one.dir = "auto";
  return one;
}

function showWeight(size) {
  const kilobytes = (count) => `${(count / 1000).toFixed(count < 10000 ? 1 : 0)} kB`;
  put("size", kilobytes(size.bytes));
  const over = size.bytes > size.most;
  const near = size.bytes >= size.warnAt;
  put("size-note", over ? "Gmail cuts a mail off at 102 kB." : near ? "Close to Gmail’s line: fewer or shorter stories would make it safe." : "of 100 kB");
  at("size").parentElement.classList.toggle("over", near || over);
  const label = `${kilobytes(size.bytes)} of HTML. We warn from 85 kB, and Gmail cuts off at 102 kB.`;
  at("meter").setAttribute("aria-label", label);
  let left = 0;
  const order = { head: 0, story: 1, rest: 2 };
  const pieces = [...size.parts].sort((one, two) => order[one.kind] - order[two.kind]).map((part) => {
    const piece = make("i", "", part.kind);
    piece.style.left = `${(100 * left) / ROOM}%`;
    piece.style.width = `${(100 * part.bytes) / ROOM}%`;
    left += part.bytes;
    return piece;
  });
  for (const [place, name] of [[size.warnAt, "line"], [size.gmail, "line gmail"]]) {
    const mark = make("i", "", name);
    mark.style.left = `${(100 * place) / ROOM}%`;
    pieces.push(mark);
  }
  at("meter").replaceChildren(...pieces);
  at("parts").replaceChildren(...size.parts.map((part) => cells(partName(part), part.bytes)));
  at("parts-sum").replaceChildren(cells("The whole", size.bytes));
}

function partName(part) {
  return { head: "Styles, before any word", rest: "Masthead, section names, footer" }[part.kind] || part.name;
}

function cells(name, bytes) {
  const row = make("tr");
  const first = make("td", name);
  first.dir = "auto";
  row.append(first, make("td", bytes.toLocaleString("en")));
  return row;
}

function showFindings(findings) {
  const count = at("findings-count");
  count.hidden = !findings || !findings.length;
  at("findings-none").hidden = Boolean(findings && findings.length);
  at("findings-none").textContent = findings ? "Nothing was found: this edition can be sent." : "The edition cannot be checked before its mistake is mended.";
  if (!findings) { at("findings").replaceChildren(); return; }
  const errors = findings.filter((one) => one.level === "error").length;
  count.textContent = findings.length;
  count.classList.toggle("wrong-count", errors > 0);
  count.title = `${errors} errors, ${findings.length - errors} warnings`;
  at("findings").replaceChildren(...findings.map((one) => {
    const item = make("li", "", one.level);
    const what = make("div", "", "what");
    what.append(make("b", one.level === "error" ? "Error" : "Warning"));
    if (one.place) what.append(make("code", one.place));
    what.append(rule(one));
    item.append(what, make("p", one.message));
    return item;
  }));
}

function rule(finding) {
  if (!finding.docs) return make("span", finding.rule);
  const link = make("a", finding.rule);
  link.href = finding.docs;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

// ---------------------------------------------------------------------------------------------
// Controls.

function showControls() {
  at("width").value = view.width;
  at("width-value").textContent = `${view.width} px`;
  for (const button of document.querySelectorAll("[data-width]")) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.width) === view.width));
  }
  for (const radio of document.querySelectorAll('[name="look"]')) radio.checked = radio.value === view.look;
  at("images").checked = view.images === "off";
  at("mirrored").checked = view.mirrored === "yes";
  at("inverted-note").hidden = view.look !== "inverted";
  at("images-note").hidden = view.images !== "off";
  at("mirrored-note").hidden = view.mirrored !== "yes";
  for (const name of TABS) {
    const chosen = name === view.tab;
    const tab = at(`tab-${name}`);
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    at(`panel-${name}`).hidden = !chosen;
  }
  at("caption").hidden = view.tab !== "mail";
  if (view.tab === "mail") fit();
}

function wire() {
  at("width").addEventListener("input", (event) => change({ width: Number(event.target.value) }));
  for (const button of document.querySelectorAll("[data-width]")) {
    button.addEventListener("click", () => change({ width: Number(button.dataset.width) }));
  }
  for (const radio of document.querySelectorAll('[name="look"]')) {
    radio.addEventListener("change", () => change({ look: radio.value }));
  }
  at("images").addEventListener("change", (event) => change({ images: event.target.checked ? "off" : "on" }));
  at("mirrored").addEventListener("change", (event) => change({ mirrored: event.target.checked ? "yes" : "no" }));
  at("theme").addEventListener("change", (event) => changeTheme(event.target.value));
  at("language").addEventListener("change", (event) => changeLanguage(event.target.value));
  for (const name of TABS) at(`tab-${name}`).addEventListener("click", () => change({ tab: name }));
  document.querySelector('[role="tablist"]').addEventListener("keydown", moveTab);
  for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(button));
  at("reader").addEventListener("input", searchSoon);
  at("reader").addEventListener("keydown", (event) => { if (event.key === "Escape") showFound([]); });
  at("reader-clear").addEventListener("click", () => { change({ reader: "" }); at("reader").focus(); });
  at("help-open").addEventListener("click", () => at("help").showModal());
  at("keys").checked = localGet("digest-preview-keys") !== "off";
  at("keys").addEventListener("change", (event) => localSet("digest-preview-keys", event.target.checked ? "on" : "off"));
  document.addEventListener("keydown", hearKey);
  addEventListener("hashchange", () => { const wanted = readAddress(); change(wanted); });
  new ResizeObserver(() => { fit(); say(); }).observe(at("panel-mail"));
}

function changeTheme(theme) { change({ theme: state && theme === state.ownTheme ? "" : theme }); }
function changeLanguage(tag) { change({ language: state && tag === state.languages[0] ? "" : tag }); }

function moveTab(event) {
  const here = TABS.indexOf(view.tab);
  const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: TABS.length - 1 }[event.key];
  if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const name = TABS[(to + TABS.length) % TABS.length];
  change({ tab: name });
  at(`tab-${name}`).focus();
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(at(button.dataset.copy).textContent);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed here";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

// ---------------------------------------------------------------------------------------------
// Readers. What is typed goes into no address, so that no browser keeps it.

let typing = 0;

function searchSoon() {
  clearTimeout(typing);
  typing = setTimeout(search, 150);
}

async function search() {
  const text = at("reader").value.trim();
  if (!text) { showFound([]); return; }
  try {
    const answer = await source.readers(text);
    if (text === at("reader").value.trim()) showFound(answer.readers, text);
  } catch (error) {
    lose(error);
  }
}

function showFound(readers, text = "") {
  at("reader-found").hidden = !readers.length;
  at("reader-found").replaceChildren(...readers.map((one) => {
    const item = make("li");
    const button = make("button", one.name || one.email);
    button.type = "button";
    if (one.name) button.append(make("span", one.email));
    button.addEventListener("click", () => {
      at("reader").value = "";
      showFound([]);
      change({ reader: one.handle });
      at("reader").focus();
    });
    item.append(button);
    return item;
  }));
  put("reader-note", text && !readers.length ? "Nobody found. A whole address finds any reader." : readers.length ? `${readers.length === 8 ? "The first 8" : readers.length} found; choose one.` : "Shows that reader’s very message; nothing is sent.");
}

// ---------------------------------------------------------------------------------------------
// Keys.

function localGet(name) { try { return localStorage.getItem(name); } catch { return null; } }
function localSet(name, value) { try { localStorage.setItem(name, value); } catch { /* then it is forgotten */ } }

const next = (list, one) => list[(list.indexOf(one) + 1) % list.length];

const KEYS = {
  l: () => change({ look: "light" }),
  d: () => change({ look: "dark" }),
  v: () => change({ look: "inverted" }),
  i: () => change({ images: view.images === "off" ? "on" : "off" }),
  r: () => change({ mirrored: view.mirrored === "yes" ? "no" : "yes" }),
  t: () => { if (state && state.themes.length > 1) changeTheme(next(state.themes, state.theme)); },
  g: () => { if (state && state.languages.length > 1) changeLanguage(next(state.languages, at("language").value)); },
  "[": () => change({ width: Math.max(320, view.width - 10) }),
  "]": () => change({ width: Math.min(700, view.width + 10) }),
  "/": () => { if (source.live) at("reader").focus(); },
  m: () => openTab("mail"),
  p: () => openTab("text"),
  h: () => openTab("headers"),
  s: () => openTab("source"),
  j: () => openTab("mjml"),
  f: () => openTab("findings"),
};
WIDTHS.forEach((width, number) => { KEYS[String(number + 1)] = () => change({ width }); });

function openTab(name) {
  change({ tab: name });
  at(`tab-${name}`).focus({ preventScroll: true });
}

function hearKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest('select, input:not([type="checkbox"]):not([type="radio"]):not([type="range"])') || at("help").open) return;
  if (event.key === "?") { event.preventDefault(); at("help").showModal(); return; }
  const act = KEYS[event.key.toLowerCase()];
  if (!act || !at("keys").checked) return;
  event.preventDefault();
  act();
}

// ---------------------------------------------------------------------------------------------
// Live.

function listen() {
  const events = new EventSource("events");
  events.addEventListener("open", () => {
    const again = at("live").classList.contains("off");
    at("gone").hidden = true;
    at("live").classList.remove("off");
    put("live-text", "Live");
    if (again) refresh();
  });
  events.addEventListener("changed", () => { refresh(); glow(); });
  events.addEventListener("error", lose);
}

function refresh() {
  showMail();
  loadState();
}

function glow() {
  at("live").classList.remove("fresh");
  requestAnimationFrame(() => at("live").classList.add("fresh"));
}

function lose(error) {
  if (!source.live || error instanceof Failure) return;
  at("live").classList.add("off");
  put("live-text", "Ended");
  at("gone").hidden = false;
}

function begin() {
  if (opened) return;
  opened = true;
  wire();
  showControls();
  say();
  showMail();
  loadState();
  if (source.live) listen();
  else { at("live").hidden = true; }
}

begin();
