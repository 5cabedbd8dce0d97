'use client';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import HeartPulse from 'lucide-react/icons/heart-pulse';
import LogIn from 'lucide-react/icons/log-in';
import MapPin from 'lucide-react/icons/map-pin';
import ScrollText from 'lucide-react/icons/scroll-text';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import { frameContent } from '#server/protocols/lorawan/frame-content.ts';

/** What a device said itself, with no network server in between. */
export const isOwnWord = ({ kind }: DeviceEvent): boolean => kind === 'senml' || kind === 'digital-matter';

/** The picture of a message: its shape tells the kind, its colour the direction. */
export function MessageIcon({ event }: { event: DeviceEvent }): ReactNode {
  const look = 'size-4 shrink-0';
  switch (event.kind) {
    case 'uplink':
      return <ArrowUp aria-hidden="true" className={`${look} text-up`} />;
    case 'downlink-sent':
      return (
        <ArrowDown aria-hidden="true" className={`${look} ${event.transmitted ? 'text-down' : 'text-bad'}`} />
      );
    case 'join':
      return <LogIn aria-hidden="true" className={`${look} ${event.accepted ? 'text-down' : 'text-dim'}`} />;
    case 'ack':
      return event.acknowledged ? (
        <CircleCheck aria-hidden="true" className={`${look} text-up`} />
      ) : (
        <CircleX aria-hidden="true" className={`${look} text-bad`} />
      );
    case 'location':
      return <MapPin aria-hidden="true" className={`${look} text-up`} />;
    case 'status':
      return <HeartPulse aria-hidden="true" className={`${look} text-up`} />;
    case 'senml':
    case 'digital-matter':
      return <ArrowUp aria-hidden="true" className={`${look} text-up`} />;
    default:
      return (
        <ScrollText
          aria-hidden="true"
          className={`${look} ${event.level === 'error' ? 'text-bad' : 'text-dim'}`}
        />
      );
  }
}

export interface MessageWords {
  /** Uplink, Downlink, Join … */
  name: string;
  /** data · confirmed, MAC, … */
  detail: string;
}

export function useMessageWords(): (event: DeviceEvent) => MessageWords {
  const t = useTranslations('messages.kind');
  return (event) => {
    switch (event.kind) {
      case 'uplink':
        return { name: t('uplink'), detail: uplinkDetail(event, t) };
      case 'downlink-sent':
        return {
          name: t('downlink'),
          detail: [
            contentOf(event, t),
            event.confirmed ? t('confirmed') : null,
            event.ack ? t('withAck') : null,
            event.transmitted ? null : t('notSent'),
          ]
            .filter(Boolean)
            .join(' · '),
        };
      case 'join':
        return { name: event.accepted ? t('joinAccept') : t('joinRequest'), detail: '' };
      case 'ack':
        return { name: t('ack'), detail: event.acknowledged ? t('acknowledged') : t('notAcknowledged') };
      case 'location':
        return { name: t('location'), detail: event.location.method ?? '' };
      case 'status':
        return { name: t('status'), detail: t('margin', { margin: event.margin }) };
      case 'senml':
        return { name: t('uplink'), detail: namesOf(event).join(', ') };
      case 'digital-matter':
        return {
          name: t('uplink'),
          detail: t(event.gps ? 'trackerAt' : 'tracker', { sequence: event.sequence }),
        };
      default:
        return { name: t('log'), detail: event.code };
    }
  };
}

const NAMES_SHOWN = 4;

/** What a device's own message measures, by the names within the device. */
function namesOf({ pack }: Extract<DeviceEvent, { kind: 'senml' }>): string[] {
  const names = [...new Set(pack.flatMap(({ n }) => (n ? [n] : [])))];
  return names.length > NAMES_SHOWN ? [...names.slice(0, NAMES_SHOWN), '…'] : names;
}

/** Data, MAC commands, or both. */
function contentOf(event: DeviceEvent, t: Words): string | null {
  const carried = frameContent(event);
  return carried && carried !== 'geolocation' ? t(CONTENT[carried]) : null;
}

const CONTENT = { data: 'data', mac: 'mac', both: 'dataAndMac', nothing: 'empty' } as const;

/** The same words with what a list leaves out because it is the rule: unconfirmed. */
export function useWholeWords(): (event: DeviceEvent) => MessageWords {
  const t = useTranslations('messages.kind');
  const words = useMessageWords();
  return (event) => {
    const { name, detail } = words(event);
    const unsaid =
      (event.kind === 'uplink' || event.kind === 'downlink-sent') && event.confirmed === false
        ? t('unconfirmed')
        : null;
    return { name, detail: [detail, unsaid].filter(Boolean).join(' · ') };
  };
}

type Words = ReturnType<typeof useTranslations<'messages.kind'>>;

function uplinkDetail(event: Extract<DeviceEvent, { kind: 'uplink' }>, t: Words): string {
  return [
    contentOf(event, t),
    event.confirmed ? t('confirmed') : null,
    event.ack ? t('withAck') : null,
    event.location ? t('geolocation') : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** A cell that names a message. */
export function MessageName({ event }: { event: DeviceEvent }) {
  const { name, detail } = useMessageWords()(event);
  return (
    <span className="flex min-w-0 items-center gap-3">
      <MessageIcon event={event} />
      <span className="truncate">
        {name} <span className="text-dim">{detail}</span>
      </span>
    </span>
  );
}
