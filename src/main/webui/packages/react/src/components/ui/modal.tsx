import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

type ModalProps = {
  title: string;
  children: ReactNode;
  /** Esc leaves it; without this only its own buttons end it. */
  onCancel?: () => void;
};

/** A dialog in front of the page. */
export function Modal({ title, children, onCancel }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed while it is still on the page: only then the focus goes back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="modal"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onCancel?.();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
