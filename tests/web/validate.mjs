// Validates pages with html-validate: NODE validate.mjs FILE… prints {file: ["rule: message (line)"]}.
import { createRequire } from "node:module";

const { HtmlValidate, StaticConfigLoader } = createRequire(import.meta.url)("html-validate");
const rules = {
  "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button", "reset"] }], // a list is ticked by boxes of one name
  "no-conditional-comment": "off", // Outlook for Windows is told apart by them
  "no-deprecated-attr": "off", // width, align and bgcolor of tables are what Outlook obeys
  "no-inline-style": "off", // several programs drop style sheets and keep these
  "prefer-native-element": "off", // the compiler writes role="article" on the mail's outer div
};
const validator = new HtmlValidate(
  new StaticConfigLoader({ root: true, extends: ["html-validate:recommended"], rules }),
);
const found = {};
for (const file of process.argv.slice(2)) {
  const report = await validator.validateFile(file);
  found[file] = report.results.flatMap((result) =>
    result.messages.map((one) => `${one.ruleId}: ${one.message} (line ${one.line}, column ${one.column})`),
  );
}
process.stdout.write(JSON.stringify(found));
