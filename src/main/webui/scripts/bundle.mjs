import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

// Signs of the demonstration sign-in, and of code that a strict content security policy forbids.
const FORBIDDEN = ["/dev/token", "/dev/people", "rapport.demo", "new Function("];
const TRANSLATION = /\btexts-[a-z]{2}-/;
const INLINE = [/<script(?![^>]*\ssrc=)/, /<style/, /\sstyle=/, /\son\w+=/];

/**
 * Holds a production build to what must not be in it and to its budget of gzipped JavaScript in kB, as one page loads it; throws when it is
 * not so. Without a budget the size is only told.
 */
export function inspectBundle(name, folder, budget = Number.POSITIVE_INFINITY) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(js|css|html)$/.test(file),
  );
  const texts = files.map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
  for (const { file, text } of texts) {
    const found = FORBIDDEN.find((sign) => text.includes(sign));
    if (found) throw new Error(`The production build of ${name} contains "${found}" in ${file}.`);
    if (file.endsWith(".html") && INLINE.some((sign) => sign.test(text))) {
      throw new Error(`${file} of ${name} holds inline code, which the content security policy forbids.`);
    }
  }
  const scripts = texts.filter(({ file }) => file.endsWith(".js"));
  if (scripts.length === 0) throw new Error(`The production build of ${name} holds no script.`);
  const sizes = scripts.map(({ file, text }) => ({ file, size: gzipSync(text).length / 1024 }));
  const translations = sizes.filter(({ file }) => TRANSLATION.test(file)).map(({ size }) => size);
  // English is built in, and a page loads at most one other language.
  const unused = translations.reduce((sum, size) => sum + size, 0) - Math.max(0, ...translations);
  const size = sizes.reduce((sum, each) => sum + each.size, 0) - unused;
  const limit = Number.isFinite(budget) ? ` of ${budget} kB` : "";
  console.log(`\n${name}: ${size.toFixed(1)} kB of gzipped JavaScript${limit}.`);
  if (size > budget) throw new Error(`The production build of ${name} is larger than its budget.`);
}
