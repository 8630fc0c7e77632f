import { useTranslation } from "react-i18next";
import { Modal } from "../../components/ui/modal";
import { useSetting } from "../../hooks/settings";

/** What every key does. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const ctrlEnterSends = useSetting("ctrlEnterSends");
  const singleKeys = useSetting("singleKeys");
  const failed = [
    ["R", t("keys.retry")],
    ["Delete", t("keys.remove")],
    ["C", t("keys.copy")],
  ] as const;
  const groups = [
    {
      title: t("keys.anywhere"),
      keys: [
        ...(singleKeys ? [["?", t("keys.help")] as const] : []),
        ["F6", t("keys.region")],
        ["Alt ↑ ↓", t("keys.conversation")],
        ["Ctrl Alt End", t("keys.newest")],
      ],
    },
    {
      title: t("keys.inList"),
      keys: [
        ["↑ ↓ Home End", t("keys.moveRows")],
        ["Enter", t("keys.openRow")],
      ],
    },
    {
      title: t("keys.inMessages"),
      keys: [
        ["↑ ↓ PageUp PageDown Home End", t("keys.move")],
        ["Home", t("keys.earlier")],
        ["Enter", t("keys.menu")],
        ["Esc", t("keys.back")],
      ],
    },
    ...(singleKeys ? [{ title: t("keys.onFailed"), keys: failed }] : []),
    {
      title: t("keys.inComposer"),
      keys: [
        [ctrlEnterSends ? "Ctrl Enter" : "Enter", t("keys.send")],
        [ctrlEnterSends ? "Enter" : "Shift Enter", t("keys.newLine")],
        ["↑", t("keys.last")],
      ],
    },
  ];
  return (
    <Modal title={t("keys.title")} onCancel={onClose}>
      {groups.map(({ title, keys }) => (
        <section key={title} className="keys">
          <h3>{title}</h3>
          <dl>
            {keys.map(([names = "", does]) => (
              <div key={names}>
                <dt>
                  {names.split(" ").map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {!singleKeys && <p className="muted">{t("keys.off")}</p>}
      <button type="button" className="button button-primary" onClick={onClose}>
        {t("keys.close")}
      </button>
    </Modal>
  );
}
