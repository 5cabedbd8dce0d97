'use client';
import { useTranslations } from 'next-intl';
import { Identifier } from '#components/ui/identifier.tsx';
import { type KeyValue, KeyValues } from '#components/ui/key-values.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import { FLAGS, flagsOf } from '#server/protocols/lorawan/frame-flags.ts';
import { isOwnWord, useWholeWords } from './message-kind.tsx';
import { channelWords, frameCounterOf, payloadOf, radioOf, receptionsOf } from './radio-words.ts';
import { useRadioLevel } from './use-radio-level.ts';

interface RadioFactsProps {
  event: DeviceEvent;
  signal: number | null;
  receivedAt: Date | string;
}

/** What the radio has to say of a message; what the network server did not tell is left out, not guessed. */
export function RadioFacts({ event, signal, receivedAt }: RadioFactsProps) {
  const t = useTranslations('messages.radio');
  const flags = useFlags(event);
  const level = useRadioLevel();
  const receptions = receptionsOf(event);
  const best = receptions[0];
  const radio = radioOf(event);
  const words = useWholeWords()(event);
  const payload = payloadOf(event);
  const counter = frameCounterOf(event);
  const gateways = event.kind === 'uplink' ? event.gatewayCount : receptions.length;
  const items: (KeyValue | null | false)[] = [
    {
      key: 'time',
      label: isOwnWord(event) ? t('told') : t('occurred'),
      value: <Time value={event.occurredAt} look="clock" />,
      mono: true,
    },
    { key: 'received', label: t('received'), value: <Time value={receivedAt} look="clock" />, mono: true },
    words.detail !== '' && { key: 'kind', label: t('kind'), value: words.detail },
    counter !== null && {
      key: 'fcnt',
      label: event.kind === 'uplink' || event.kind === 'location' ? 'FCntUp' : 'FCntDn',
      value: counter,
      mono: true,
    },
    event.kind === 'uplink' && event.fCntDown !== undefined
      ? { key: 'fcntdn', label: 'FCntDn', value: event.fCntDown, mono: true }
      : null,
    'fPort' in event && event.fPort !== null
      ? { key: 'port', label: 'FPort', value: event.fPort, mono: true }
      : null,
    radio && { key: 'channel', label: t('channel'), value: channelWords(radio), mono: true },
    radio?.spreadingFactor != null && {
      key: 'sf',
      label: t('dataRate'),
      value: `SF${radio.spreadingFactor}${radio.dr === null ? '' : ` · DR${radio.dr}`}`,
      mono: true,
    },
    gateways > 0 && { key: 'gateways', label: t('gateways'), value: t('gatewayCount', { count: gateways }) },
    best
      ? {
          key: 'best',
          label: t('best'),
          value: `${level(best.rssi, 0)} dBm / ${level(best.snr)} dB`,
          mono: true,
        }
      : null,
    signal !== null && { key: 'esp', label: t('esp'), value: `${level(signal)} dBm`, mono: true },
    payload !== '' && { key: 'payload', label: t('payload'), value: <Identifier value={payload} /> },
    flags !== '' && { key: 'flags', label: t('flags'), value: flags },
    ...otherFacts(event, t),
  ];
  return <KeyValues items={items} />;
}

type Words = ReturnType<typeof useTranslations<'messages.radio'>>;

function otherFacts(event: DeviceEvent, t: Words): (KeyValue | null | false)[] {
  switch (event.kind) {
    case 'join':
      return [
        event.joinEui !== null && {
          key: 'joinEui',
          label: t('joinEui'),
          value: <Identifier kind="joinEui" value={event.joinEui} />,
        },
        event.devAddr !== null && { key: 'devAddr', label: 'DevAddr', value: event.devAddr, mono: true },
        event.devNonce !== null && { key: 'nonce', label: 'DevNonce', value: event.devNonce, mono: true },
      ];
    case 'downlink-sent':
      return [
        event.slot !== null && { key: 'slot', label: t('slot'), value: event.slot.toUpperCase(), mono: true },
        event.gatewayId !== null && {
          key: 'gateway',
          label: t('gateway'),
          value: <Identifier value={event.gatewayId} />,
        },
        event.failure !== null && { key: 'failure', label: t('failure'), value: event.failure },
      ];
    case 'status':
      return [
        { key: 'margin', label: t('margin'), value: `${event.margin} dB`, mono: true },
        {
          key: 'battery',
          label: t('battery'),
          value: event.externalPower
            ? t('externalPower')
            : event.batteryLevel === null
              ? '–'
              : `${Math.round(event.batteryLevel)} %`,
        },
      ];
    case 'log':
      return [
        { key: 'code', label: t('code'), value: event.code, mono: true },
        { key: 'description', label: t('description'), value: event.description || '–' },
        ...Object.entries(event.context)
          .filter(([, value]) => value !== '')
          .map(([name, value]) => ({ key: `context-${name}`, label: name, value, mono: true })),
      ];
    case 'location':
      return [
        {
          key: 'position',
          label: t('position'),
          value: `${event.location.latitude.toFixed(5)}, ${event.location.longitude.toFixed(5)}`,
          mono: true,
        },
        event.location.radius !== undefined && {
          key: 'radius',
          label: t('radius'),
          value: `± ${Math.round(event.location.radius)} m`,
          mono: true,
        },
        event.location.method !== undefined && {
          key: 'method',
          label: t('method'),
          value: event.location.method,
        },
      ];
    case 'senml':
      return [
        { key: 'urn', label: t('baseName'), value: <Identifier value={event.urn} /> },
        { key: 'form', label: t('form'), value: `SenML ${event.form.toUpperCase()}` },
      ];
    default:
      return [];
  }
}

/** Which are set; and which the network server does not tell, for that is not the same as none. */
function useFlags(event: DeviceEvent): string {
  const t = useTranslations('messages.radio');
  if (event.kind !== 'uplink' && event.kind !== 'downlink-sent') return '';
  const { set, untold } = flagsOf(event);
  if (event.confirmed) set.push(t('ackRequested'));
  const isAnyTold = untold.length < FLAGS;
  const told = set.join(', ') || (isAnyTold ? t('noFlags') : '');
  return [told, untold.length > 0 ? t('flagsNotTold', { flags: untold.join(', ') }) : '']
    .filter(Boolean)
    .join(' · ');
}
