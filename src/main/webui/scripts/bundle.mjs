import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET = 150 * 1024;
// Signs of the demonstration sign-in, and of code that a strict content security policy forbids.
const FORBIDDEN = ["/dev/token", "/dev/people", "rapport.demo", "new Function("];
const INLINE = [/<script(?![^>]*\ssrc=)/, /<style/, /\sstyle=/, /\son\w+=/];

/** Holds a production build to its size and to what must not be in it; throws when it is not so. */
export function inspectBundle(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(js|css|html)$/.test(name),
  );
  const texts = files.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  for (const { name, text } of texts) {
    const found = FORBIDDEN.find((sign) => text.includes(sign));
    if (found) throw new Error(`The production build contains "${found}" in ${name}.`);
    if (name.endsWith(".html") && INLINE.some((sign) => sign.test(text))) {
      throw new Error(`${name} holds inline code, which the content security policy forbids.`);
    }
  }
  const scripts = texts.filter(({ name }) => name.endsWith(".js"));
  if (scripts.length === 0) throw new Error("The production build holds no script.");
  const size = scripts.reduce((sum, { text }) => sum + gzipSync(text).length, 0);
  console.log(`\n${(size / 1024).toFixed(1)} kB of gzipped JavaScript of ${BUDGET / 1024} kB.`);
  if (size > BUDGET) throw new Error("The production build is larger than its budget.");
}
