'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PastReplays } from '#components/replays/past-replays.tsx';
import { ReplayMessage } from '#components/replays/replay-message.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { Timeline, type TimelineStep } from '#components/ui/timeline.tsx';
import type { Uplink, UplinkStep } from '#server/uplinks/contract.ts';
import { shownEvent } from '#server/uplinks/rules.ts';
import { DecoderStep } from './decoder-step.tsx';
import { DeliveryStep, useDeliveryStepState } from './delivery-step.tsx';
import { MarkNotes } from './frame-marks.tsx';
import { Gateways } from './gateway-panel.tsx';
import { MacExchanges } from './mac-exchanges.tsx';
import { useMessage } from './message-detail.tsx';
import { isOwnWord, useMessageWords } from './message-kind.tsx';
import { MessageStatePill } from './message-state.tsx';
import { RadioFacts } from './radio-facts.tsx';
import { frameCounterOf, receptionsOf } from './radio-words.ts';
import { RawMessage } from './raw-message.tsx';
import { SolvedLinks } from './solved-links.tsx';

/** The whole way of one message, from the radio to every receiver; goes on by itself while it is under way. */
export interface MessageRights {
  /** Send deliveries again. */
  resend: boolean;
  /** Run the message through its decoders again. */
  replay: boolean;
}

export function MessageStory({ painted, may }: { painted: Uplink; may: MessageRights }) {
  const t = useTranslations('messages');
  const { data } = useMessage(painted.id, painted.device.id, painted);
  const message = data ?? painted;
  const event = shownEvent(message);
  const { name, detail } = useMessageWords()(event);
  const counter = frameCounterOf(event);
  const steps = useSteps(message, may.resend);
  const isDecodable = ['recorded', 'failed', 'not-processed'].includes(message.state);
  const heard = receptionsOf(event).length > 0 || event.kind === 'location';
  return (
    <>
      <PageHeader
        title={
          <>
            {counter === null ? name : `${name} ${counter}`}
            {detail ? <span className="ml-2 font-book text-dim text-md">{detail}</span> : null}
          </>
        }
        pill={<MessageStatePill state={message.state} failures={message.failures} packs={message.packs} />}
        identifiers={
          <>
            <Link
              href={`/manager/devices/${message.device.id}`}
              className="line-clamp-2 min-w-0 break-words font-medium text-accent hover:underline"
            >
              {message.device.name}
            </Link>
            <Identifier label={t('number')} value={String(message.id)} />
            <Time value={message.receivedAt} look="exact" />
          </>
        }
        actions={
          may.replay && isDecodable ? (
            <ReplayMessage message={{ id: message.id, deviceId: message.device.id }} />
          ) : undefined
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_360px]">
        <Panel>
          <Timeline label={t('way')} steps={steps} />
        </Panel>
        <div className="flex flex-col gap-4">
          <MarkNotes marks={message.marks} deviceId={message.device.id} />
          <PastReplays replays={message.replays} />
          <Panel title={isOwnWord(event) ? t('radio.ownTitle') : t('radio.title')}>
            <RadioFacts event={event} signal={message.signal} receivedAt={message.receivedAt} />
            <SolvedLinks item={message} />
          </Panel>
          {message.macExchanges.length > 0 ? (
            <Panel title={t('detail.mac')}>
              <MacExchanges exchanges={message.macExchanges} uplinkId={message.id} />
            </Panel>
          ) : null}
          {heard ? (
            <Panel title={t('detail.heardBy')}>
              <Gateways event={event} tall />
            </Panel>
          ) : null}
        </div>
      </div>
    </>
  );
}

function useSteps(message: Uplink, mayReplay: boolean): TimelineStep[] {
  const t = useTranslations('messages.step');
  const gone = useTranslations('messages.delivery')('goneDestination');
  const stateOf = useDeliveryStepState();
  const accepted: TimelineStep = {
    key: 'raw',
    title: message.connection ? t('acceptedFrom', { connection: message.connection.name }) : t('accepted'),
    state: 'done',
    time: <Time value={message.receivedAt} look="clock" />,
    children: <RawMessage message={message} />,
  };
  if (message.state === 'history') {
    return [
      accepted,
      { key: 'kept', title: t('kept'), state: 'skipped', children: <Note>{t('keptText')}</Note> },
    ];
  }
  if (message.state === 'not-processed') {
    return [
      accepted,
      {
        key: 'off',
        title: t('notProcessed'),
        state: 'skipped',
        children: <Note>{t('notProcessedText')}</Note>,
      },
    ];
  }
  const decoders = message.steps.map((step): TimelineStep => {
    return {
      key: `${step.decoder.id}${step.packId ?? 'x'}`,
      title: decoderTitle(step),
      state: step.failure ? 'failed' : 'done',
      ...(step.version?.number != null ? { took: t('version', { number: step.version.number }) } : {}),
      children: <DecoderStep step={step} urn={message.device.urn} />,
    };
  });
  const deliveries = message.deliveryLog.map((delivery): TimelineStep => {
    return {
      key: `delivery${delivery.id}`,
      title: delivery.destination.name || gone,
      state: stateOf(delivery),
      time: delivery.finishedAt ? <Time value={delivery.finishedAt} look="clock" /> : null,
      took: delivery.durationMs === null ? null : `${Math.round(delivery.durationMs)} ms`,
      children: <DeliveryStep delivery={delivery} mayReplay={mayReplay} />,
    };
  });
  return [
    accepted,
    ...(decoders.length > 0 ? decoders : [noDecoder(message, t)]),
    ...(deliveries.length > 0 || message.packs === 0 ? deliveries : [noReceiver(message, t)]),
  ];
}

function decoderTitle(step: UplinkStep) {
  return step.decoder.own && step.decoder.kind === 'script' ? (
    <Link href={`/creator/decoders/${step.decoder.id}`} className="hover:text-accent hover:underline">
      {step.decoder.name}
    </Link>
  ) : (
    step.decoder.name
  );
}

type Words = ReturnType<typeof useTranslations<'messages.step'>>;

function noDecoder(message: Uplink, t: Words): TimelineStep {
  if (message.state === 'waiting') return { key: 'decoding', title: t('decoding'), state: 'running' };
  const { id } = message.device;
  return {
    key: 'no-decoder',
    title: t('nothingDecoded'),
    state: 'warn',
    children: (
      <Note>
        {t('nothingDecodedText')}{' '}
        <Link href={`/manager/devices/${id}/flows`} className="font-medium text-accent hover:underline">
          {t('toFlows')}
        </Link>
      </Note>
    ),
  };
}

function noReceiver(message: Uplink, t: Words): TimelineStep {
  return {
    key: 'no-receiver',
    title: t('nobody'),
    state: 'skipped',
    children: (
      <Note>
        {t('nobodyText')}{' '}
        <Link
          href={`/manager/devices/${message.device.id}/flows`}
          className="font-medium text-accent hover:underline"
        >
          {t('toFlows')}
        </Link>
      </Note>
    ),
  };
}

function Note({ children }: { children: ReactNode }) {
  return <p className="max-w-prose text-dim">{children}</p>;
}
