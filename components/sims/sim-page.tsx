'use client';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Fact, Facts } from '#components/ui/fact.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { syncOpenedSim } from '#server/sims/actions.ts';
import type { Sim } from '#server/sims/contract.ts';
import { Bytes } from './bytes.tsx';
import { useSim } from './queries.ts';
import { SimActions } from './sim-actions.tsx';
import { OpenChanges, SimHistory } from './sim-changes.tsx';
import { SimDevice } from './sim-device.tsx';
import { BillingPanel, ConnectionPanel, OwnershipPanel, PlansPanel } from './sim-panels.tsx';
import { SimState } from './sim-status.tsx';
import { SimSync } from './sim-sync.tsx';
import { SimUsage } from './sim-usage.tsx';

export interface SimRights {
  update: boolean;
  retire: boolean;
}

export function SimPage({ sim: painted, may }: { sim: Sim; may: SimRights }) {
  const t = useTranslations('sims');
  const sim = useSim(painted);
  // Whoever opens a SIM sees it as it is: the worker asks, unless it did so some minutes ago.
  useEffect(() => {
    void syncOpenedSim({ id: painted.id }).catch(() => {});
  }, [painted.id]);
  return (
    <>
      <Breadcrumb items={[{ label: t('title'), href: '/manager/connectivity/m2m' }, { label: sim.iccid }]} />
      <PageHeader
        title={sim.iccid}
        pill={<SimState of={sim} />}
        identifiers={
          <>
            {sim.msisdn ? <Identifier label="MSISDN" value={sim.msisdn} /> : null}
            {sim.imei ? <Identifier kind="imei" label="IMEI" value={sim.imei} /> : null}
            <SimSync sim={sim} mayUpdate={may.update} />
          </>
        }
        actions={<SimActions sim={sim} may={may} />}
      />
      <OpenChanges sim={sim} mayUpdate={may.update} className="mb-3" />
      <div className="mb-4 rounded-xl border border-line bg-panel p-4 shadow-1">
        <Facts>
          <Fact label={t('column.lastMessage')} value={<Time value={sim.lastMessageAt} look="ago" />} />
          <Fact label={t('column.cycleBytes')} value={<Bytes value={sim.cycleBytes} />} />
          <Fact label={t('column.ratePlan')} value={sim.ratePlan ?? '–'} />
          <Fact label={t('column.activatedAt')} value={<Time value={sim.activatedAt} />} />
        </Facts>
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <SimDevice sim={sim} mayUpdate={may.update} />
          <ConnectionPanel sim={sim} />
          <PlansPanel sim={sim} mayUpdate={may.update} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <SimUsage sim={sim} />
          <BillingPanel sim={sim} />
          <OwnershipPanel sim={sim} />
        </div>
      </div>
      <div className="mt-4">
        <SimHistory history={sim.history} />
      </div>
    </>
  );
}
