import { describe, expect, test } from "vitest";

const sources = import.meta.glob<string>(["/src/**/*.{ts,tsx}", "/packages/*/src/**/*.{ts,tsx}"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Who may import whom: a package on the left, those whose entries it may use on the right. */
const PACKAGES: Record<string, readonly string[]> = {
  client: [],
  react: ["client"],
  element: ["client", "react"],
  app: ["client", "react"],
};

/** Within a package: a folder on the left, the folders it may use on the right; the empty one has the files in none. */
const FOLDERS: Record<string, readonly string[]> = {
  "": ["api", "realtime"],
  embed: ["features", "hooks", "components", "config"],
  app: ["features", "hooks", "config"],
  features: ["hooks", "components", "config"],
  hooks: ["config"],
  components: ["hooks"],
  config: [],
  api: ["realtime"],
  realtime: ["api"],
};

type Place = { unit: string; folder: string; feature: string };
type Import = { from: string; to: string };

function placeOf(path: string): Place {
  const [, unit = "app", inside = ""] = /^(?:\/packages\/([^/]+))?\/src\/(.*)$/.exec(path) ?? [];
  const folders = inside.split("/").slice(0, -1);
  return { unit, folder: folders[0] ?? "", feature: folders[1] ?? "" };
}

/** What files import that are neither tests nor what joins everything: those may reach into any folder. */
function imports(): Import[] {
  return Object.entries(sources)
    .filter(([from]) => !/\.test\.tsx?$|\/testing\/|\/src\/(main|index)\.tsx?$/.test(from))
    .flatMap(([from]) => importsOf(from));
}

function importsOf(from: string): Import[] {
  return [...(sources[from] ?? "").matchAll(/(?:from|import)\s*\(?"([^"]+)"/g)].map(([, name = ""]) => ({
    from,
    to: name.startsWith(".") ? new URL(name, `http://src${from}`).pathname : name,
  }));
}

const isOwn = (to: string) => to.startsWith("/");

describe("boundaries", () => {
  test("imports_areFound", () => {
    expect(imports().filter(({ to }) => isOwn(to)).length).toBeGreaterThan(50);
    expect(imports().filter(({ to }) => to.startsWith("@rapport/")).length).toBeGreaterThan(20);
  });

  test("packages_importOnlyWhatTheyMayAndOnlyByName", () => {
    // Tests and entries too.
    const wrong = Object.keys(sources)
      .flatMap(importsOf)
      .filter(({ from, to }) => {
        const { unit } = placeOf(from);
        if (isOwn(to)) return placeOf(to).unit !== unit;
        const [scope, name = ""] = to.split("/");
        return scope === "@rapport" && !PACKAGES[unit]?.includes(name);
      });
    expect(wrong).toEqual([]);
  });

  test("folders_importOnlyWhatTheyMay", () => {
    const wrong = imports().filter(({ from, to }) => {
      if (!isOwn(to)) return false;
      const [here, there] = [placeOf(from).folder, placeOf(to).folder];
      return here !== there && !FOLDERS[here]?.includes(there);
    });
    expect(wrong).toEqual([]);
  });

  test("features_importNoOtherFeature", () => {
    const wrong = imports().filter(({ from, to }) => {
      const [here, there] = [placeOf(from), placeOf(to)];
      return here.folder === "features" && there.folder === "features" && here.feature !== there.feature;
    });
    expect(wrong).toEqual([]);
  });

  test("client_knowsNoReact", () => {
    const wrong = Object.keys(sources)
      .filter((from) => placeOf(from).unit === "client")
      .flatMap(importsOf)
      .filter(({ to }) => /react/.test(to));
    expect(wrong).toEqual([]);
  });

  test("testing_isForTestsOnly", () => {
    const wrong = imports().filter(({ to }) => /\/testing(\/|$)/.test(to));
    expect(wrong).toEqual([]);
  });
});
