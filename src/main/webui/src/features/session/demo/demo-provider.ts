import type { TokenProvider } from "@rapport/client";

/** A person whom the development server signs in without a password. */
export type DemoPerson = { readonly id: string; readonly displayName: string; readonly role: string };

const REMEMBERED = "rapport.demo.person";

/** The people of the demonstration. */
export async function fetchDemoPeople(): Promise<readonly DemoPerson[]> {
  const answer = await fetch("/dev/people");
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return (await answer.json()) as readonly DemoPerson[];
}

/** Tokens of one demonstration person. */
export function demoProvider(userId: string): TokenProvider {
  return {
    getToken: async () => {
      const answer = await fetch("/dev/token", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ userId }),
      });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      const { token, expiresAt } = (await answer.json()) as { token: string; expiresAt: string };
      return { token, expiresAt: Date.parse(expiresAt) };
    },
  };
}

/** The id, never the token: a reload signs in again, and two tabs can be two people. */
export const rememberedPerson = {
  read: (): string | null => sessionStorage.getItem(REMEMBERED),
  write: (userId: string): void => sessionStorage.setItem(REMEMBERED, userId),
  clear: (): void => sessionStorage.removeItem(REMEMBERED),
};
