import { type FormEvent, type KeyboardEvent, type RefObject, useId, useLayoutEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/ui/icon";
import { bytesOf, isSendable, LONGEST } from "./text-limit";

type ComposerProps = {
  peerName: string;
  disabled: boolean;
  initialDraft: string;
  field: RefObject<HTMLTextAreaElement | null>;
  onDraft: (text: string) => void;
  onSend: (text: string) => void;
};

const COUNT_FROM = LONGEST - 500;
const MOST_LINES_HEIGHT = 180;

/**
 * Where a message is written. Use it with a `key` of the conversation: a draft and its recipient belong together,
 * so both callbacks are fixed to one person for the life of the component.
 */
export function Composer({ peerName, disabled, initialDraft, field, onDraft, onSend }: ComposerProps) {
  const { t } = useTranslation();
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
    // 229 is what Safari gives for the Enter that ends a composition, after `isComposing` has become false.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229)
      return;
    submit(event);
  };
  return (
    <form className="composer" onSubmit={submit} aria-label={t("composer.label", { name: peerName })}>
      <div className="composer-box">
        <textarea
          ref={field}
          id="rapport-composer"
          rows={1}
          value={text}
          disabled={disabled}
          dir="auto"
          enterKeyHint="send"
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
        <span id={hintId}>{t("composer.hint")}</span>
        <Count text={text} />
      </div>
    </form>
  );
}

function Count({ text }: { text: string }) {
  const { t } = useTranslation();
  // A character takes three bytes at most, so short texts need no counting.
  const bytes = text.length * 3 < COUNT_FROM ? 0 : bytesOf(text);
  if (bytes < COUNT_FROM) return null;
  const over = bytes > LONGEST;
  return (
    <span className={over ? "composer-over" : ""} role="status">
      {t(over ? "composer.tooLong" : "composer.left", { count: Math.abs(LONGEST - bytes) })}
    </span>
  );
}

function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null || globalThis.CSS?.supports?.("field-sizing", "content")) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, MOST_LINES_HEIGHT)}px`;
  }, [field, text]);
}
