'use client';
import { useQuery } from '@tanstack/react-query';
import ExternalLink from 'lucide-react/icons/external-link';
import RotateCw from 'lucide-react/icons/rotate-cw';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Drawer } from '#components/ui/drawer.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import { SkeletonText } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Delivery } from '#server/deliveries/log-contract.ts';
import { AttemptList } from './attempt-list.tsx';
import { DeliveryPill } from './delivery-state.tsx';
import { HeaderLines } from './header-lines.tsx';
import { NextTry } from './next-try.tsx';
import { destinationKeys } from './queries.ts';
import { useReplay } from './use-replay.ts';

export interface DeliveryDrawerProps {
  id: number | null;
  onClose: () => void;
  mayReplay: boolean;
}

/** One delivery beside the list: what was sent, what came back, try by try. */
export function DeliveryDrawer({ id, onClose, mayReplay }: DeliveryDrawerProps) {
  const t = useTranslations('destinations.delivery');
  // Keeps the last one while the drawer slides out.
  const [last, setLast] = useState(id);
  if (id !== null && id !== last) setLast(id);
  return (
    <Drawer
      open={id !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { id: String(last ?? '') })}
      className="w-[600px]! max-sm:max-w-[100vw]!"
    >
      {last === null ? null : <DeliveryBody key={last} id={last} mayReplay={mayReplay} />}
    </Drawer>
  );
}

function DeliveryBody({ id, mayReplay }: { id: number; mayReplay: boolean }) {
  const t = useTranslations('destinations.delivery');
  const words = useRefusalWords();
  const { data, error, refetch } = useQuery({
    queryKey: destinationKeys.delivery(id),
    queryFn: ({ signal }) => readJson<Delivery>(`/rows/deliveries/${id}`, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? 4_000 : false),
  });
  if (error) {
    return (
      <ErrorState title={t('failed')} onRetry={() => void refetch()}>
        {words(error)}
      </ErrorState>
    );
  }
  if (!data) {
    return (
      <div role="status" aria-label={t('loading')} className="pt-4">
        <SkeletonText count={7} />
      </div>
    );
  }
  return <DeliveryStory delivery={data} mayReplay={mayReplay} />;
}

function DeliveryStory({ delivery, mayReplay }: { delivery: Delivery; mayReplay: boolean }) {
  const t = useTranslations('destinations.delivery');
  const log = useTranslations('destinations.log');
  const replay = useReplay();
  const [pending, setPending] = useState(false);
  const again = async () => {
    setPending(true);
    await replay(delivery.id);
    setPending(false);
  };
  return (
    <div className="pt-2">
      <div className="mb-4 flex flex-wrap gap-2">
        <ButtonLink
          size="sm"
          href={`/manager/messages/${delivery.uplinkId}`}
          icon={<ExternalLink aria-hidden="true" />}
        >
          {t('message')}
        </ButtonLink>
        {mayReplay && delivery.mayReplay ? (
          <Button
            size="sm"
            pending={pending}
            icon={<RotateCw aria-hidden="true" />}
            onClick={() => void again()}
          >
            {log('replay')}
          </Button>
        ) : null}
      </div>
      <PanelSection>
        <Summary delivery={delivery} />
      </PanelSection>
      {delivery.parts.length > 0 ? (
        <PanelSection title={t('mergedFrom')} note={delivery.parts.length}>
          <MergedParts parts={delivery.parts} />
        </PanelSection>
      ) : null}
      {delivery.mergedInto === null ? <Sent delivery={delivery} /> : null}
    </div>
  );
}

function Sent({ delivery }: { delivery: Delivery }) {
  const t = useTranslations('destinations.delivery');
  return (
    <>
      <PanelSection title={t('attempts')} note={delivery.attemptLog.length}>
        <AttemptList attempts={delivery.attemptLog} />
      </PanelSection>
      <PanelSection title={t('request')} note={t('headers')}>
        {delivery.request ? (
          <>
            <HeaderLines request={delivery.request} />
            <CodeBlock value={delivery.request.body} language="json" label={t('body')} className="mt-2" />
          </>
        ) : (
          <p className="text-dim text-sm">{t('noRequest')}</p>
        )}
      </PanelSection>
    </>
  );
}

/** Each pack of a merged message, with the uplink that it came by. */
function MergedParts({ parts }: Pick<Delivery, 'parts'>) {
  const t = useTranslations('destinations.delivery');
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {parts.map(({ deliveryId, uplinkId, decoder, receivedAt }) => (
        <li key={deliveryId} className="flex flex-wrap items-baseline justify-between gap-x-3">
          <Link
            href={`/manager/messages/${uplinkId}`}
            className="min-w-0 rounded-sm hover:text-accent hover:underline"
          >
            {decoder || t('goneDecoder')}
          </Link>
          <Time value={receivedAt} look="exact" className="mono text-faint" />
        </li>
      ))}
    </ul>
  );
}

function Summary({ delivery }: { delivery: Delivery }) {
  const t = useTranslations('destinations.delivery');
  const link = 'rounded-sm hover:text-accent hover:underline';
  return (
    <KeyValues
      items={[
        { key: 'state', label: t('state'), value: <DeliveryPill of={delivery} /> },
        {
          key: 'device',
          label: t('device'),
          value: (
            <Link href={`/manager/devices/${delivery.device.id}`} className={link}>
              {delivery.device.name || delivery.device.identifier || '–'}
            </Link>
          ),
        },
        {
          key: 'flow',
          label: t('flow'),
          value: (
            <Link href={`/manager/flows/${delivery.flow.id}`} className={link}>
              {delivery.flow.name || '–'}
            </Link>
          ),
        },
        { key: 'received', label: t('received'), value: <Time value={delivery.receivedAt} look="exact" /> },
        delivery.finishedAt && {
          key: 'finished',
          label: t('finished'),
          value: <Time value={delivery.finishedAt} look="exact" />,
        },
        delivery.heldUntil && {
          key: 'held',
          label: t('heldUntil'),
          value: <Time value={delivery.heldUntil} look="exact" />,
        },
        delivery.mergedInto !== null && {
          key: 'mergedInto',
          label: t('mergedInto'),
          value: (
            <Link href={`?delivery=${delivery.mergedInto}`} className={link}>
              {delivery.mergedInto}
            </Link>
          ),
          mono: true,
        },
        delivery.nextAt &&
          !delivery.heldUntil && {
            key: 'next',
            label: t('next'),
            value: <NextTry at={delivery.nextAt} />,
          },
        delivery.replayOf !== null && {
          key: 'replay',
          label: t('replayOf'),
          value: delivery.replayOf,
          mono: true,
        },
      ]}
    />
  );
}
