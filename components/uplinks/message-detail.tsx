'use client';
import { useQuery } from '@tanstack/react-query';
import ArrowRight from 'lucide-react/icons/arrow-right';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { messageKey } from '#components/devices/queries.ts';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import { SkeletonText } from '#components/ui/skeleton.tsx';
import type { Uplink, UplinkListItem } from '#server/uplinks/contract.ts';
import { shownEvent } from '#server/uplinks/rules.ts';
import { BecameList } from './became-list.tsx';
import { DeliveredList } from './delivered-list.tsx';
import { Gateways } from './gateway-panel.tsx';
import { MacExchanges } from './mac-exchanges.tsx';
import { useMessageWords } from './message-kind.tsx';
import { RadioFacts } from './radio-facts.tsx';
import { frameCounterOf, receptionsOf } from './radio-words.ts';
import { SolvedLinks } from './solved-links.tsx';

/** One message beside the list: radio → became → delivered. What the list knows is there at once. */
export function MessageDetail({ item, painted }: { item: UplinkListItem; painted?: Uplink | undefined }) {
  const t = useTranslations('messages.detail');
  const words = useRefusalWords();
  const { data, error, refetch } = useMessage(item.id, item.deviceId, painted);
  const event = shownEvent(item);
  const { name, detail } = useMessageWords()(event);
  const counter = frameCounterOf(event);
  const decoded = item.state !== 'history';
  return (
    <>
      <PanelSection
        title={counter === null ? name : `${name} ${counter}`}
        note={detail ? `· ${detail}` : undefined}
      >
        <RadioFacts event={event} signal={item.signal} receivedAt={item.receivedAt} />
        <SolvedLinks item={item} />
      </PanelSection>
      {data && data.macExchanges.length > 0 ? (
        <PanelSection title={t('mac')}>
          <MacExchanges exchanges={data.macExchanges} uplinkId={data.id} />
        </PanelSection>
      ) : null}
      {error ? (
        <ErrorState title={t('failed')} onRetry={() => void refetch()}>
          {words(error)}
        </ErrorState>
      ) : null}
      {!data && !error ? (
        <PanelSection>
          <SkeletonText count={4} />
        </PanelSection>
      ) : null}
      {data && decoded ? (
        <>
          <PanelSection title={t('became')}>
            <BecameList message={data} />
          </PanelSection>
          <PanelSection title={t('delivered')}>
            <DeliveredList message={data} />
          </PanelSection>
        </>
      ) : null}
      {receptionsOf(event).length > 0 || event.kind === 'location' ? (
        <PanelSection title={t('heardBy')}>
          <Gateways event={event} />
        </PanelSection>
      ) : null}
      <PanelSection>
        <Link
          href={`/manager/messages/${item.id}`}
          className="inline-flex items-center gap-1.5 rounded-sm font-medium text-accent hover:underline"
        >
          {t('whole')}
          <ArrowRight aria-hidden="true" className="size-4" />
        </Link>
      </PanelSection>
    </>
  );
}

/** Read again by itself for as long as something is still to come of it. */
export function useMessage(id: number, deviceId: string, painted?: Uplink | undefined) {
  useLiveDevices([deviceId], [messageKey(id)], { everyMs: 1_500 });
  return useQuery({
    queryKey: messageKey(id),
    queryFn: ({ signal }) => readJson<Uplink>(`/rows/messages/${id}`, signal),
    ...(painted ? { initialData: painted } : {}),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? 4_000 : false),
  });
}

export function isUnderWay(message: Pick<Uplink, 'state' | 'deliveries'>): boolean {
  return message.state === 'waiting' || message.deliveries.waiting > 0;
}
