import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Icon } from "./icon";

/** One thing that can be chosen. */
export type MenuItem = { readonly label: string; readonly danger?: boolean; readonly onChoose: () => void };

type MenuButtonProps = {
  label: string;
  /** Asked when the menu opens: what can be done may depend on the hour. */
  items: () => readonly MenuItem[];
  tabIndex?: number;
};

/** A button with a short menu, by the pattern of the ARIA practices. */
export function MenuButton({ label, items, tabIndex }: MenuButtonProps) {
  const [open, setOpen] = useState<{ place: string; items: readonly MenuItem[] } | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const opener = useRef<Element | null>(null);
  const show = () => {
    // Opened by a key on something else, it goes back there.
    opener.current = document.activeElement;
    setOpen({ place: placeBeside(button.current), items: items() });
  };
  const isOpen = open !== null;
  useEffect(() => {
    if (!isOpen) return;
    // Turned or zoomed, there is room on another side.
    const place = () => setOpen((shown) => shown && { ...shown, place: placeBeside(button.current) });
    addEventListener("resize", place);
    return () => removeEventListener("resize", place);
  }, [isOpen]);
  const close = () => {
    setOpen(null);
    const back = opener.current instanceof HTMLElement ? opener.current : button.current;
    back?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that the focus leaves.
    <span
      className={isOpen ? "menu-place menu-open" : "menu-place"}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(null);
      }}
    >
      <button
        ref={button}
        type="button"
        className="menu-button"
        tabIndex={tabIndex}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        data-menu-button
        onClick={() => (isOpen ? close() : show())}
      >
        <Icon name="more" size={18} />
      </button>
      {open !== null && <Items label={label} {...open} onClose={close} />}
    </span>
  );
}

/** Where there is room on the screen: above or below the button, and towards its farther side. */
function placeBeside(button: HTMLElement | null): string {
  if (button === null) return "";
  const { top, left, right } = button.getBoundingClientRect();
  const isRightHalf = left + right > innerWidth;
  const isRightToLeft = getComputedStyle(button).direction === "rtl";
  return `${top > innerHeight / 2 ? "menu-up" : "menu-down"} ${isRightHalf === isRightToLeft ? "menu-after" : "menu-before"}`;
}

type ItemsProps = {
  label: string;
  items: readonly MenuItem[];
  place: string;
  onClose: () => void;
};

function Items({ label, items, place, onClose }: ItemsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector("button")?.focus(), []);
  const pressed = (event: KeyboardEvent) => {
    // What lies behind the menu hears no key while it is open.
    event.stopPropagation();
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.findIndex((button) => button.matches(":focus"));
    const targets: Record<string, number> = {
      ArrowUp: at - 1,
      ArrowDown: (at + 1) % buttons.length,
      Home: 0,
      End: -1,
    };
    const target = targets[event.key];
    if (event.key === "Escape") onClose();
    if (event.key === "Escape" || target !== undefined) event.preventDefault();
    if (target !== undefined) buttons.at(target)?.focus();
  };
  return (
    <div ref={list} role="menu" aria-label={label} className={`menu ${place}`} onKeyDown={pressed}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={item.danger ? "menu-item menu-danger" : "menu-item"}
          onClick={() => {
            onClose();
            item.onChoose();
          }}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}
