'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Identifier } from '#components/ui/identifier.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import type { SimulatedSender } from '#server/device-simulator/contract.ts';
import { AnswerLog } from './answer-log.tsx';
import { type FreeValue, FreeValues, readingsOfFree } from './free-values.tsx';
import { ReceivedDownlinks } from './received-downlinks.tsx';
import { SendPanel } from './send-panel.tsx';
import { SensorCard } from './sensor-card.tsx';
import { SENSORS } from './sensors.ts';
import { TouchPad, type TouchState } from './touch-pad.tsx';
import { useSending } from './use-sending.ts';
import { type SensorControl, useSensor } from './use-sensor.ts';

/** What this phone sends as the device, and what it gets back. */
export function SenderPage({ sender }: { sender: SimulatedSender }) {
  const t = useTranslations('simulator');
  const sensors = useSensors();
  const [touch, setTouch] = useState<TouchState | null>(null);
  const [free, setFree] = useState<readonly FreeValue[]>([]);
  const readings = [
    ...sensors.flatMap((one) => (one.on ? one.readings : [])),
    ...(touch
      ? [
          { n: 'touchX', u: '/', v: touch.x },
          { n: 'touchY', u: '/', v: touch.y },
          { n: 'touchCount', u: 'count', v: touch.count },
        ]
      : []),
    ...readingsOfFree(free),
  ];
  const sending = useSending(sender, readings);
  return (
    <>
      <div>
        <h1 className="break-words font-semibold text-xl tracking-[-0.01em]">{sender.name}</h1>
        <p className="mt-1 text-dim text-sm">{sender.deviceType}</p>
        <div className="mt-1 text-sm">
          <Identifier value={sender.urn} />
        </div>
        <p className="mt-1 text-faint text-sm">
          {t('expires')} <Time value={sender.expiresAt} look="date" />
        </p>
      </div>
      <SendPanel sending={sending} readings={readings} />
      <ReceivedDownlinks received={sending.received} />
      <Panel title={t('sensors')}>
        <ul className="flex flex-col divide-y divide-line-soft">
          {sensors.map((one) => (
            <li key={one.sensor.id} className="py-3 first:pt-1 last:pb-0">
              <SensorCard control={one} />
            </li>
          ))}
          <li className="py-3">
            <TouchPad state={touch} onChange={setTouch} />
          </li>
          <li className="pt-3">
            <FreeValues values={free} onChange={setFree} />
          </li>
        </ul>
      </Panel>
      <AnswerLog log={sending.log} />
    </>
  );
}

/** The list never changes, so neither does the order of the hooks. */
function useSensors(): SensorControl[] {
  return SENSORS.map((sensor) => useSensor(sensor));
}
