import { type Availability, fetchMe, putAvailability } from "@rapport/client";
import { useChat } from "@rapport/react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

const KEY = ["availability"];

/** Where a coach says whether clients see them as available. */
export function AvailabilitySwitch() {
  const { t } = useTranslation();
  const { api, me } = useChat();
  const client = useQueryClient();
  const { data: chosen } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await fetchMe(api)).availability,
    initialData: me.availability,
    // Another tab or device may have changed it since.
    refetchOnWindowFocus: "always",
  });
  const change = useMutation({
    mutationFn: (status: Availability) => putAvailability(api, status),
    networkMode: "always",
    onSuccess: (_done, status) => client.setQueryData<Availability>(KEY, status),
  });
  const shown = change.isPending ? change.variables : chosen;
  const available = shown === "available";
  const choose = () => {
    // Not `disabled` meanwhile, which would take the focus away.
    if (!change.isPending) change.mutate(available ? "away" : "available");
  };
  return (
    <>
      <button
        type="button"
        role="switch"
        aria-checked={available}
        className="availability"
        title={t(available ? "availability.on" : "availability.off")}
        onClick={choose}
      >
        <span className="availability-track" aria-hidden="true">
          <span className="availability-knob" />
        </span>
        {t("availability.label")}
      </button>
      {change.isError && (
        <span className="availability-failed" role="alert">
          {t("availability.failed")}
        </span>
      )}
    </>
  );
}
