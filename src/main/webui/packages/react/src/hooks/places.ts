import { createContext, useContext } from "react";

/** The person whose conversation is shown, or null for the list. */
export type Place = string | null;

/** How the screens lead from one conversation to another; a host with a router gives addresses too. */
export type Places = {
  readonly go: (place: Place) => void;
  readonly hrefOf?: ((place: Place) => string) | undefined;
};

const PlacesContext = createContext<Places>({ go: () => {} });

export const PlacesProvider = PlacesContext.Provider;

/** The ways to other conversations. */
export function usePlaces(): Places {
  return useContext(PlacesContext);
}
