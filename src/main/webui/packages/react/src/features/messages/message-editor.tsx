import type { MessageChange } from "@rapport/client";
import {
  type FormEvent,
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/ui/icon";
import { useSetting } from "../../hooks/settings";
import { ByteCount, countedBytes } from "./byte-count";
import { isSendKey } from "./enter";
import { isSendable } from "./text-limit";
import { useGrowing } from "./use-growing";

type MessageEditorProps = {
  text: string;
  /** What was asked already: its answer is awaited, or it failed and its text is still here. */
  change: MessageChange | null;
  /** The message was deleted, here or elsewhere, while its text was written. */
  gone: boolean;
  onSave: (text: string) => void;
  onCopy: (text: string) => void;
  onCancel: () => void;
};

/**
 * A message being changed in its place; the field below with its draft is left alone. What was written stays here until its
 * author lets go of it, also where it can no longer be saved.
 */
export function MessageEditor(props: MessageEditorProps) {
  const { text: stored, change, gone, onSave, onCopy, onCancel } = props;
  const { t } = useTranslation();
  const ctrlEnterSends = useSetting("ctrlEnterSends");
  const [before] = useState(stored);
  const [text, setText] = useState(change?.text ?? stored);
  const field = useRef<HTMLTextAreaElement>(null);
  const failure = gone ? "deleted" : (change?.failure ?? null);
  const saving = change !== null && failure === null;
  const cancelled = useEffectEvent(onCancel);
  const nothingToKeep = gone && text === before;
  useEffect(() => {
    if (nothingToKeep) cancelled();
  }, [nothingToKeep]);
  useGrowing(field, text);
  useEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const form = useRef<HTMLFormElement>(null);
  // Before it leaves the page, so that the focus stays with the message.
  useLayoutEffect(() => {
    const element = form.current;
    return () => {
      if (element?.contains(document.activeElement)) element.closest("article")?.focus();
    };
  }, []);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!saving && !gone && isSendable(text)) onSave(text);
  };
  const pressed = (event: KeyboardEvent) => {
    // The keys of the list are not those of a field in it.
    event.stopPropagation();
    if (isSendKey(event, ctrlEnterSends)) return save(event);
    if (event.key !== "Escape" || event.nativeEvent.isComposing || saving) return;
    event.preventDefault();
    onCancel();
  };
  return (
    <form ref={form} className="editor" onSubmit={save} onKeyDown={pressed}>
      <textarea
        ref={field}
        rows={1}
        value={text}
        readOnly={saving || gone}
        dir="auto"
        aria-label={t("chat.edit.label")}
        onChange={(event) => setText(event.target.value)}
      />
      {failure !== null && (
        <p className="failed-text" role="alert">
          <Icon name="alert" size={16} />
          <span>
            <strong>{t("chat.edit.failed")}</strong> {t(`chat.changeFailure.${failure}`)}{" "}
            {t("chat.edit.kept")}
          </span>
        </p>
      )}
      <div className="editor-foot">
        <ByteCount bytes={countedBytes(text)} />
        {saving && <span role="status">{t("chat.edit.saving")}</span>}
        {failure !== null && (
          <button type="button" className="button button-small" onClick={() => onCopy(text)}>
            {t("delivery.copy")}
          </button>
        )}
        <button type="button" className="button button-small" disabled={saving} onClick={onCancel}>
          {t(gone ? "chat.edit.discard" : "chat.edit.cancel")}
        </button>
        {!gone && (
          <button
            type="submit"
            className="button button-small button-primary"
            disabled={saving || !isSendable(text)}
          >
            {t("chat.edit.save")}
          </button>
        )}
      </div>
    </form>
  );
}
