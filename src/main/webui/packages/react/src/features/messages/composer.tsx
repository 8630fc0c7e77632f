import { type FormEvent, type KeyboardEvent, type RefObject, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/ui/icon";
import { useSetting } from "../../hooks/settings";
import { ByteCount, countedBytes } from "./byte-count";
import { isSendKey } from "./enter";
import { isSendable } from "./text-limit";
import { grow, useGrowing } from "./use-growing";
import { useReservedHeight } from "./use-reserved-height";

type ComposerProps = {
  peerName: string;
  disabled: boolean;
  initialDraft: string;
  field: RefObject<HTMLTextAreaElement | null>;
  onDraft: (text: string) => void;
  onSend: (text: string) => void;
  /** Up in the empty field. */
  onUp: () => void;
  onEscape: () => void;
};

/**
 * Where a message is written. Use it with a `key` of the conversation: a draft and its recipient belong together,
 * so both callbacks are fixed to one person for the life of the component.
 */
export function Composer(props: ComposerProps) {
  const { peerName, disabled, initialDraft, field, onDraft, onSend, onUp, onEscape } = props;
  const { t } = useTranslation();
  const ctrlEnterSends = useSetting("ctrlEnterSends");
  const [draft] = useState(initialDraft);
  const [sendable, setSendable] = useState(() => isSendable(draft));
  const [bytes, setBytes] = useState(() => countedBytes(draft));
  const [place, form] = [useRef<HTMLDivElement>(null), useRef<HTMLFormElement>(null)];
  const hintId = useId();
  useGrowing(field, draft);
  useReservedHeight(place, form);
  // The field keeps its text itself: most keystrokes draw nothing else.
  const changed = (text: string) => {
    setSendable(isSendable(text));
    setBytes(countedBytes(text));
    grow(field.current);
    onDraft(text);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const element = field.current;
    if (element === null || disabled || !isSendable(element.value)) return;
    onSend(element.value);
    element.value = "";
    changed("");
    element.focus();
  };
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isSendKey(event, ctrlEnterSends)) return submit(event);
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onEscape();
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (event.key !== "ArrowUp" || !plain || event.currentTarget.value !== "") return;
    event.preventDefault();
    onUp();
  };
  return (
    <div ref={place} className="composer-place">
      <form
        ref={form}
        className="composer"
        onSubmit={submit}
        aria-label={t("composer.label", { name: peerName })}
        data-region
      >
        <div className="composer-box">
          <textarea
            ref={field}
            id="rapport-composer"
            rows={1}
            defaultValue={draft}
            disabled={disabled}
            dir="auto"
            enterKeyHint={ctrlEnterSends ? "enter" : "send"}
            aria-label={t("composer.label", { name: peerName })}
            aria-describedby={hintId}
            placeholder={t("composer.placeholder", { name: peerName })}
            onChange={(event) => changed(event.target.value)}
            onKeyDown={pressed}
          />
          <button type="submit" className="composer-send" disabled={disabled || !sendable}>
            <Icon name="send" />
            <span className="visually-hidden">{t("composer.send")}</span>
          </button>
        </div>
        <div className="composer-foot">
          <span id={hintId}>{t(ctrlEnterSends ? "composer.hintCtrl" : "composer.hint")}</span>
          <ByteCount bytes={bytes} />
        </div>
      </form>
    </div>
  );
}
