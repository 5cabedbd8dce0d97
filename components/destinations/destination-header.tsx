'use client';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { NoDataLink } from '#components/diagnosis/no-data-link.tsx';
import { DeleteMenu } from '#components/frame/delete-menu.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Button } from '#components/ui/button.tsx';
import { FactsAndTabs } from '#components/ui/facts-and-tabs.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { useTimeWords } from '#components/ui/time.tsx';
import type { StatisticsWithBacklog } from '#server/deliveries/log-contract.ts';
import { setDestinationStatus } from '#server/destinations/actions.ts';
import type { Destination } from '#server/destinations/contract.ts';
import { DeleteDestinationDialog } from './delete-destination.tsx';
import { DestinationDay, DestinationFacts } from './destination-facts.tsx';
import { DestinationPill, shownState, useKindWord } from './destination-state.tsx';
import { destinationKeys, useDestination } from './queries.ts';

export interface DestinationHeaderProps {
  destination: Destination;
  statistics: StatisticsWithBacklog;
  may: { update: boolean; delete: boolean };
}

export function DestinationHeader({ destination: painted, statistics, may }: DestinationHeaderProps) {
  const t = useTranslations('destinations');
  const kindWord = useKindWord();
  const destination = useDestination(painted);
  const base = `/manager/destinations/${destination.id}`;
  const onFirstTab = usePathname() === base;
  const tabs = [
    { href: base, label: t('tab.log') },
    { href: `${base}/graphs`, label: t('tab.graphs') },
    { href: `${base}/merger`, label: t('tab.merger') },
    ...(may.update ? [{ href: `${base}/settings`, label: t('tab.settings') }] : []),
  ];
  return (
    <>
      <Breadcrumb
        items={[{ label: t('title'), href: '/manager/destinations' }, { label: destination.name }]}
      />
      <PageHeader
        title={destination.name}
        pill={<DestinationPill of={destination} />}
        identifiers={
          <>
            <span>{kindWord(destination.kind)}</span>
            <span className="mono break-all">
              {typeof destination.settings.url === 'string' ? destination.settings.url : ''}
            </span>
            {destination.description ? (
              <span className="line-clamp-3 max-w-prose">{destination.description}</span>
            ) : null}
          </>
        }
        actions={<Actions destination={destination} may={may} />}
      />
      <Trouble destination={destination} />
      <FactsAndTabs
        isFirst={onFirstTab}
        facts={
          <div className="rounded-xl border border-line bg-panel p-4 shadow-1">
            <div className="flex items-start gap-6">
              <DestinationFacts id={destination.id} statistics={statistics} />
              <span className="ml-auto hidden shrink-0 text-faint text-xs xl:block">{t('day')}</span>
            </div>
            <DestinationDay id={destination.id} statistics={statistics} />
            <UsedBy destination={destination} />
          </div>
        }
        tabs={<Tabs label={t('tab.label')} items={tabs} />}
      />
    </>
  );
}

function Trouble({ destination }: { destination: Destination }) {
  const t = useTranslations('destinations.banner');
  const { ago } = useTimeWords();
  const state = shownState(destination);
  if (state === 'active') return null;
  const since = destination.failingSince ? ago(new Date(destination.failingSince)) : '–';
  const error = destination.lastError ?? '–';
  if (state === 'failing') {
    const title = t('failingTitle', { count: destination.failuresInARow, since });
    return (
      <Banner kind="warn" title={title} className="mb-3">
        {t('failing', { error })}
      </Banner>
    );
  }
  return (
    <Banner kind={state === 'suspended' ? 'bad' : 'info'} title={t(`${state}Title`)} className="mb-3">
      {t(state)}
    </Banner>
  );
}

function UsedBy({ destination }: { destination: Destination }) {
  const t = useTranslations('destinations');
  return (
    <div className="mt-3 flex flex-wrap items-baseline gap-x-3 gap-y-1 border-line-soft border-t pt-3 text-sm">
      <span className="text-faint">{t('usedBy')}</span>
      {destination.flows.length === 0 ? <span className="text-warn">{t('usedByNone')}</span> : null}
      {destination.flows.map((flow) => (
        <Link
          key={flow.id}
          href={`/manager/flows/${flow.id}`}
          className="min-w-0 break-words rounded-sm font-medium hover:text-accent hover:underline"
        >
          {flow.name}
        </Link>
      ))}
    </div>
  );
}

function Actions({ destination, may }: { destination: Destination; may: DestinationHeaderProps['may'] }) {
  const t = useTranslations('destinations');
  const act = useAct();
  const [pending, setPending] = useState(false);
  const running = destination.status === 'active';
  const switchStatus = async () => {
    setPending(true);
    await act(setDestinationStatus({ id: destination.id, status: running ? 'paused' : 'active' }), {
      done: t(running ? 'paused' : 'activated', { name: destination.name }),
      stale: [destinationKeys.all, ['flows']],
    });
    setPending(false);
  };
  return (
    <>
      <NoDataLink kind="destination" id={destination.id} />
      {may.update ? (
        <Button
          variant={running ? 'secondary' : 'primary'}
          pending={pending}
          icon={running ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
          onClick={() => void switchStatus()}
        >
          {running ? t('pause') : t('activate')}
        </Button>
      ) : null}
      {may.delete ? (
        <DeleteMenu
          label={t('more')}
          action={t('delete.action')}
          dialog={(shown) => <DeleteDestinationDialog destination={destination} {...shown} />}
        />
      ) : null}
    </>
  );
}
