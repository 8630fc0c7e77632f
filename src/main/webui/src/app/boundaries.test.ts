import { describe, expect, test } from "vitest";

const sources = import.meta.glob<string>("/src/**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Who may import whom: a folder of `src` on the left, the folders it may use on the right. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  app: ["features", "hooks", "components", "realtime", "api", "config"],
  features: ["hooks", "components", "realtime", "api", "config"],
  hooks: ["realtime", "api"],
  components: [],
  api: ["realtime"],
  realtime: ["api"],
  config: [],
};

function imports(): { from: string; to: string }[] {
  return Object.entries(sources)
    .filter(([from]) => !/\.test\.tsx?$|\/testing\/|main\.tsx$/.test(from))
    .flatMap(([from, text]) =>
      [...text.matchAll(/(?:from|import)\s*\(?"([^"]+)"/g)].map(([, name = ""]) => ({
        from,
        to: name.startsWith(".") ? new URL(name, `http://src${from}`).pathname : name,
      })),
    );
}

const folder = (path: string) => path.split("/")[2] ?? "";
const feature = (path: string) => path.split("/")[3] ?? "";

describe("boundaries", () => {
  test("imports_areFound", () => {
    expect(imports().filter(({ to }) => to.startsWith("/src/")).length).toBeGreaterThan(50);
  });

  test("folders_importOnlyWhatTheyMay", () => {
    const wrong = imports().filter(({ from, to }) => {
      if (!to.startsWith("/src/") || folder(from) === folder(to)) return false;
      return !MAY_IMPORT[folder(from)]?.includes(folder(to));
    });
    expect(wrong).toEqual([]);
  });

  test("features_importNoOtherFeature", () => {
    const wrong = imports().filter(
      ({ from, to }) =>
        folder(from) === "features" && folder(to) === "features" && feature(from) !== feature(to),
    );
    expect(wrong).toEqual([]);
  });

  test("realtime_knowsNoReact", () => {
    const wrong = imports().filter(({ from, to }) => folder(from) === "realtime" && /react/.test(to));
    expect(wrong).toEqual([]);
  });
});
