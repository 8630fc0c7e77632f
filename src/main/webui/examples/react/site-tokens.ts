import type { TokenProvider } from "@rapport/client";

/**
 * What the chat asks for the person's tokens.
 *
 * A real site asks its own server, which knows who is signed in; when that person has to sign in again, `getToken`
 * rejects with `SignInRequired`. This one asks the development endpoint of Rapport.
 */
export function siteTokens(rapport: string, userId: string): TokenProvider {
  return {
    getToken: async () => {
      const answer = await fetch(`${rapport}/dev/token`, {
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
