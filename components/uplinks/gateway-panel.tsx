'use client';
import { useTranslations } from 'next-intl';
import { WorldMap } from '#components/ui/map/world-map.tsx';
import { SignalBars, signalLevel } from '#components/ui/signal-bars.tsx';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { NetworkLocation } from '#server/protocols/lorawan/event.ts';
import { receptionsOf } from './radio-words.ts';
import { useRadioLevel } from './use-radio-level.ts';

/** Who heard it, how well, and where they stand. */
export function Gateways({ event, tall }: { event: DeviceEvent; tall?: boolean | undefined }) {
  const t = useTranslations('messages.radio');
  const level = useRadioLevel();
  const receptions = receptionsOf(event);
  const position = positionOf(event);
  const markers = [
    ...receptions.flatMap((one) =>
      one.location
        ? [
            {
              id: `${one.gatewayId}${one.antenna ?? ''}`,
              label: one.gatewayId,
              caption: `${ending(one.gatewayId)} ${level(one.rssi, 0)} dBm`,
              look: 'station' as const,
              tone: 'busy' as const,
              latitude: one.location.latitude,
              longitude: one.location.longitude,
              popup: `${level(one.rssi, 0)} dBm / ${level(one.snr)} dB`,
            },
          ]
        : [],
    ),
    ...(position
      ? [
          {
            id: 'device',
            label: t('deviceHere'),
            caption: t('deviceHere'),
            tone: 'good' as const,
            latitude: position.latitude,
            longitude: position.longitude,
            accuracy: position.radius,
          },
        ]
      : []),
  ];
  const hidden = event.kind === 'uplink' ? event.gatewayCount - receptions.length : 0;
  return (
    <div className="flex flex-col gap-3">
      {receptions.length > 0 ? (
        <table className="w-full text-sm">
          <thead className="sr-only">
            <tr>
              <th scope="col">{t('gateway')}</th>
              <th scope="col">{t('signal')}</th>
              <th scope="col">RSSI</th>
              <th scope="col">SNR</th>
            </tr>
          </thead>
          <tbody>
            {receptions.map((one) => (
              <tr key={`${one.gatewayId}${one.antenna ?? ''}`} className="align-baseline">
                <td className="mono max-w-0 truncate py-0.5 pr-2" title={one.gatewayId}>
                  {one.gatewayId}
                </td>
                <td className="w-8">
                  <SignalBars level={signalLevel(one.esp)} detail={`ESP ${level(one.esp)} dBm`} />
                </td>
                <td className="mono w-20 text-right">
                  {level(one.rssi, 0)} <span className="text-faint">dBm</span>
                </td>
                <td className="mono w-16 text-right">
                  {level(one.snr)} <span className="text-faint">dB</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {hidden > 0 ? <p className="text-faint text-sm">{t('moreGateways', { count: hidden })}</p> : null}
      {markers.length > 0 ? (
        <WorldMap label={t('map')} markers={markers} className={tall ? 'h-72' : 'h-44'} />
      ) : null}
    </div>
  );
}

/** Gateways of one maker differ at the end. */
function ending(id: string): string {
  return id.length > 6 ? `…${id.slice(-4)}` : id;
}

function positionOf(event: DeviceEvent): NetworkLocation | null {
  if (event.kind === 'location') return event.location;
  return event.kind === 'uplink' ? (event.location ?? null) : null;
}
