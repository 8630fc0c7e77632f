import { type FormEvent, type KeyboardEvent, type RefObject, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/ui/icon";
import { useSetting } from "../../hooks/settings";
import { ByteCount } from "./byte-count";
import { isSendKey } from "./enter";
import { isSendable } from "./text-limit";
import { useGrowing } from "./use-growing";

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
  const [text, setText] = useState(initialDraft);
  const hintId = useId();
  useGrowing(field, text);
  const change = (next: string) => {
    setText(next);
    onDraft(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (disabled || !isSendable(text)) return;
    onSend(text);
    change("");
    field.current?.focus();
  };
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isSendKey(event, ctrlEnterSends)) return submit(event);
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onEscape();
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (event.key !== "ArrowUp" || !plain || text !== "") return;
    event.preventDefault();
    onUp();
  };
  return (
    <form
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
          value={text}
          disabled={disabled}
          dir="auto"
          enterKeyHint={ctrlEnterSends ? "enter" : "send"}
          aria-label={t("composer.label", { name: peerName })}
          aria-describedby={hintId}
          placeholder={t("composer.placeholder", { name: peerName })}
          onChange={(event) => change(event.target.value)}
          onKeyDown={pressed}
        />
        <button type="submit" className="composer-send" disabled={disabled || !isSendable(text)}>
          <Icon name="send" />
          <span className="visually-hidden">{t("composer.send")}</span>
        </button>
      </div>
      <div className="composer-foot">
        <span id={hintId}>{t(ctrlEnterSends ? "composer.hintCtrl" : "composer.hint")}</span>
        <ByteCount text={text} />
      </div>
    </form>
  );
}
