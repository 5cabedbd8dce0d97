'use client';
import { useTranslations } from 'next-intl';
import { deviceKeys } from '#components/devices/queries.ts';
import { OnOffButton } from '#components/frame/on-off-button.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import { changeCustomerSettings } from '#server/customers/actions.ts';
import type { Customer } from '#server/customers/contract.ts';
import type { InstallationWeeks } from '#server/measurements/rules.ts';
import { OldMeasurements, useOld } from './old-measurements.tsx';

interface CustomerSettingsProps {
  customer: Customer;
  weeks: InstallationWeeks;
  mayUpdate: boolean;
}

export function CustomerSettings({ customer, weeks, mayUpdate }: CustomerSettingsProps) {
  const t = useTranslations('organization.settings');
  const { id, keepsHistory } = customer;
  return (
    <>
      <Panel
        title={t('history')}
        note={<Pill tone={keepsHistory ? 'good' : 'idle'}>{t(keepsHistory ? 'on' : 'off')}</Pill>}
        actions={
          mayUpdate ? (
            <OnOffButton
              on={keepsHistory}
              words={{
                enable: t('switchOn'),
                disable: t('switchOff'),
                disableTitle: t('switchOffTitle'),
                disableText: <WhatIsLost weeks={weeks} />,
                enabled: t('switchedOn'),
                disabled: t('switchedOff'),
              }}
              write={(on) => changeCustomerSettings({ id, keepsHistory: on })}
              stale={[deviceKeys.all]}
            />
          ) : null
        }
      >
        <p className="max-w-prose text-dim text-sm">
          {keepsHistory
            ? t('onText', { weeks: weeks.measurements })
            : t('offText', { messages: weeks.messages })}
        </p>
      </Panel>
      <Panel title={t('facts')} className="mt-4">
        <KeyValues
          look="columns"
          items={[
            { key: 'name', label: t('name'), value: customer.name },
            { key: 'id', label: t('id'), value: <Identifier kind="uuid" value={id} /> },
            { key: 'since', label: t('since'), value: <Time value={customer.createdAt} look="date" /> },
          ]}
        />
      </Panel>
    </>
  );
}

/** Counted when the dialog is open. */
function WhatIsLost({ weeks }: { weeks: InstallationWeeks }) {
  const t = useTranslations('organization.settings');
  const old = useOld({ projectId: null, weeks: weeks.messages });
  return (
    <div className="flex flex-col gap-2">
      <p>{t('switchOffText', { messages: weeks.messages })}</p>
      <p className="font-medium text-ink" aria-live="polite">
        <OldMeasurements {...old} />
      </p>
      <p>{t('switchOffStays')}</p>
    </div>
  );
}
