'use client';
import Pencil from 'lucide-react/icons/pencil';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { NoDataLink } from '#components/diagnosis/no-data-link.tsx';
import { DeleteMenu } from '#components/frame/delete-menu.tsx';
import { ReplayOf } from '#components/replays/replay-of.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Button } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/fact.tsx';
import { FactsAndTabs } from '#components/ui/facts-and-tabs.tsx';
import { type HourCount, HourStrip } from '#components/ui/hour-strip.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { Flow, FlowHour, FlowWarning } from '#server/flows/contract.ts';
import { DeleteFlowDialog } from './delete-flow.tsx';
import { FlowFormDialog } from './flow-form.tsx';
import { WarningBadge } from './flow-warnings.tsx';
import { useFlow } from './queries.ts';

export interface FlowRights {
  update: boolean;
  delete: boolean;
  replay: boolean;
}

export function FlowHeader({
  flow: painted,
  hours,
  may,
}: {
  flow: Flow;
  hours: FlowHour[];
  may: FlowRights;
}) {
  const t = useTranslations('flows');
  const flow = useFlow(painted);
  const base = `/manager/flows/${flow.id}`;
  const onFirstTab = usePathname() === base;
  const attention = (...kinds: FlowWarning['object']['kind'][]) => {
    const count = flow.warnings.filter(({ object }) => kinds.includes(object.kind)).length;
    return count > 0 ? t('warning.title', { count }) : undefined;
  };
  return (
    <>
      <Breadcrumb
        items={[
          { label: t('title'), href: '/manager/flows' },
          { label: flow.project.name },
          { label: flow.name },
        ]}
      />
      <PageHeader
        title={flow.name}
        pill={<WarningBadge flowId={flow.id} warnings={flow.warnings} />}
        identifiers={
          flow.description ? <span className="line-clamp-3 max-w-prose">{flow.description}</span> : undefined
        }
        actions={<HeaderActions flow={flow} may={may} />}
      />
      <FactsAndTabs
        isFirst={onFirstTab}
        facts={
          <div className="rounded-xl border border-line bg-panel p-4 shadow-1">
            <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
              <FlowFacts flow={flow} />
              <span className="text-faint text-xs max-sm:hidden">{t('fact.day')}</span>
            </div>
            <HourStrip hours={hoursOf(hours)} look="tall" className="mt-3" />
          </div>
        }
        tabs={
          <Tabs
            label={t('tab.label')}
            items={[
              { href: base, label: t('tab.graph'), warning: attention('flow') },
              {
                href: `${base}/devices`,
                label: t('tab.devices'),
                count: flow.deviceCount,
                warning: attention('device'),
              },
              {
                href: `${base}/processing`,
                label: t('tab.processing'),
                warning: attention('device-type', 'decoder'),
              },
              {
                href: `${base}/destinations`,
                label: t('tab.destinations'),
                count: flow.destinationCount,
                warning: attention('destination'),
              },
            ]}
          />
        }
      />
    </>
  );
}

function hoursOf(hours: FlowHour[]): HourCount[] {
  return hours.map(({ at, messages, failures }) => {
    const bad = Math.min(failures, messages);
    return { at, good: messages - bad, bad };
  });
}

function FlowFacts({ flow }: { flow: Flow }) {
  const t = useTranslations('flows.fact');
  const sum = (of: (destination: Flow['destinations'][number]) => number) =>
    flow.destinations.reduce((total, destination) => total + of(destination), 0);
  const delivered = sum((d) => d.lastHour.delivered);
  const failed =
    sum((d) => d.lastHour.failed) +
    flow.types.flatMap((type) => type.decoders).reduce((total, one) => total + one.lastHour.failures, 0);
  const backlog = sum((d) => d.backlog);
  return (
    <Facts>
      <Fact
        label={t('lastHour')}
        value={<Quantity value={flow.types.reduce((total, type) => total + type.messagesLastHour, 0)} />}
      />
      <Fact label={t('delivered')} value={<Quantity value={delivered} />} />
      <Fact label={t('failed')} value={<Quantity value={failed} />} tone={failed > 0 ? 'bad' : 'idle'} />
      <Fact label={t('backlog')} value={<Quantity value={backlog} />} tone={backlog > 0 ? 'busy' : 'idle'} />
      <Fact label={t('devices')} value={<Quantity value={flow.deviceCount} />} />
      <Fact label={t('destinations')} value={<Quantity value={flow.destinationCount} />} />
    </Facts>
  );
}

function HeaderActions({ flow, may }: { flow: Flow; may: FlowRights }) {
  const t = useTranslations('flows');
  return (
    <>
      <NoDataLink kind="flow" id={flow.id} />
      {may.replay ? <ReplayOf of={{ field: 'flow', id: flow.id, name: flow.name }} /> : null}
      {may.update ? (
        <FlowFormDialog
          key={`${flow.name}${flow.description}`}
          projects={[]}
          flow={flow}
          trigger={<Button icon={<Pencil aria-hidden="true" />}>{t('edit')}</Button>}
        />
      ) : null}
      {may.delete ? (
        <DeleteMenu
          label={t('more')}
          action={t('delete.action')}
          dialog={(shown) => <DeleteFlowDialog flow={flow} {...shown} />}
        />
      ) : null}
    </>
  );
}
