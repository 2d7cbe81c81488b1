// Nodemailer's pool of ten, each message personalised from the parts of the same edition:
// NODEMAILER PARTS PORT COUNT [KEY]; with a key it signs, with TLS=1 it asks for STARTTLS.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [, , folder, parts, port, count, key] = process.argv;
const nodemailer = createRequire(folder + "/")("nodemailer");
const edition = JSON.parse(readFileSync(parts, "utf8"));
const tls = process.env.TLS === "1";
const transport = nodemailer.createTransport({
  pool: true,
  maxConnections: 10,
  maxMessages: Infinity,
  host: "127.0.0.1",
  port: Number(port),
  secure: false,
  ignoreTLS: !tls,
  requireTLS: tls,
  tls: tls ? { ca: readFileSync(process.env.SSL_CERT_FILE) } : undefined,
  dkim: key
    ? { domainName: "example.org", keySelector: "bench", privateKey: readFileSync(key, "utf8") }
    : undefined,
});

function fill(text, values) {
  for (const { token, field } of edition.sentinels) {
    text = text.replaceAll(token, values[field]);
  }
  return text;
}

let next = 0;
async function work() {
  while (next < Number(count)) {
    const number = next++;
    const to = `reader.${number}@mail${number % 7}.example.org`;
    const page = `https://daily.example.org/unsubscribe/${number}`;
    const values = {
      name: `Reader Number ${number}`,
      unsubscribe: page,
      preferences: `https://daily.example.org/preferences/${number}`,
      view: "https://daily.example.org/archive/the-daily/",
    };
    await transport.sendMail({
      envelope: { from: `bounces+${number}@example.org`, to },
      from: edition.sender,
      to: { name: values.name, address: to },
      subject: edition.subject,
      html: fill(edition.html, values),
      text: fill(edition.text, values),
      textEncoding: "quoted-printable",
      headers: {
        "List-Unsubscribe": `<${page}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": "The Daily <the-daily.example.org>",
      },
    });
  }
}

await Promise.all(Array.from({ length: 20 }, work));
transport.close();
