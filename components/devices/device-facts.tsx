'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { Fact, Facts } from '#components/ui/fact.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Duration, Time } from '#components/ui/time.tsx';
import type { DeviceHead, DeviceHealth } from '#server/devices/health-contract.ts';
import { unitShown } from '#server/protocols/senml/unit-shown.ts';

const weakDbm = -124;
const muchLost = 5;

export function DeviceFacts({ head: { device, health } }: { head: DeviceHead }) {
  const t = useTranslations('devices.fact');
  const interval = health.intervalSeconds ?? device.expectedIntervalSeconds;
  const { battery } = health;
  return (
    <Facts className="min-w-0 flex-1">
      <Fact
        label={t('lastMessage')}
        value={health.lastMessageAt ? <Time value={health.lastMessageAt} look="ago" /> : t('none')}
        tone={health.activity === 'silent' ? 'bad' : health.activity === 'late' ? 'warn' : 'idle'}
      />
      <Fact label={t('interval')} value={interval ? <Duration seconds={interval} /> : '–'} />
      {device.deviceType.networks.includes('lora') ? <RadioFacts health={health} /> : null}
      <Fact
        label={t('battery')}
        value={battery ? <Quantity value={battery.value} unit={unitShown(battery.unit)} /> : '–'}
        title={battery?.name}
      />
      <Delivered health={health} />
    </Facts>
  );
}

/** How well it is heard: of devices on the radio. */
function RadioFacts({ health }: { health: DeviceHealth }) {
  const t = useTranslations('devices.fact');
  return (
    <>
      <Fact
        label={t('lost')}
        value={
          health.lossPercent === null ? '–' : <Quantity value={health.lossPercent} unit="%" digits={1} />
        }
        unit={health.lossPercent === null ? t('tooFew') : t('onRadio')}
        tone={(health.lossPercent ?? 0) > muchLost ? 'warn' : 'idle'}
      />
      <Fact
        label={t('signal')}
        value={<Quantity value={health.signal} digits={1} />}
        unit={
          health.signal === null
            ? undefined
            : ['dBm', health.spreadingFactor && `SF${health.spreadingFactor}`].filter(Boolean).join(', ')
        }
        tone={health.signal !== null && health.signal < weakDbm ? 'warn' : 'idle'}
      />
    </>
  );
}

function Delivered({ health: { deliveries, decodingFailures24h } }: { health: DeviceHealth }) {
  const t = useTranslations('devices.fact');
  const format = useFormatter();
  const { delivered, failed, pending, destinations } = deliveries;
  const all = delivered + failed + pending;
  if (all === 0 && decodingFailures24h > 0) {
    const unit = t('notDecoded', { count: decodingFailures24h });
    return <Fact label={t('delivered')} value="0" unit={unit} tone="bad" />;
  }
  if (all === 0) return <Fact label={t('delivered')} value="–" unit={t('nothingToDeliver')} />;
  return (
    <Fact
      label={t('delivered')}
      value={`${format.number(delivered)} / ${format.number(all)}`}
      unit={failed > 0 ? t('failed', { count: failed }) : t('destinations', { count: destinations })}
      tone={failed > 0 ? 'bad' : 'idle'}
      title={t('deliveredHint', { delivered, failed, pending })}
    />
  );
}
