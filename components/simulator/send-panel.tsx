'use client';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Send from 'lucide-react/icons/send';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Reading } from './send-pack.ts';
import type { useSending } from './use-sending.ts';

const SHORTEST = 1;
const LONGEST = 3600;

export function SendPanel({
  sending,
  readings,
}: {
  sending: ReturnType<typeof useSending>;
  readings: readonly Reading[];
}) {
  const t = useTranslations('simulator.send');
  const [seconds, setSeconds] = useState(30);
  const { every, count, pending } = sending;
  const empty = readings.length === 0;
  return (
    <Panel title={t('title')} note={count > 0 ? t('count', { count }) : undefined}>
      <div className="flex flex-col gap-3">
        <p className="text-dim text-sm" aria-live="polite">
          {empty ? t('nothing') : t('ready', { count: readings.length })}
        </p>
        <div className="flex flex-wrap items-end gap-2">
          <Button
            variant="primary"
            className="h-11! max-sm:w-full"
            icon={<Send aria-hidden="true" />}
            disabled={empty}
            pending={pending && every === null}
            onClick={() => void sending.send()}
          >
            {t('once')}
          </Button>
          <NumberField
            className="w-40"
            label={t('every')}
            unit="s"
            min={SHORTEST}
            max={LONGEST}
            value={seconds}
            disabled={every !== null}
            onValueChange={(value) => value !== null && setSeconds(value)}
          />
          <Button
            className="h-11! flex-1"
            disabled={empty && every === null}
            icon={every === null ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
            onClick={() => sending.setEvery(every === null ? seconds : null)}
          >
            {every === null ? t('start') : t('stop', { seconds: every })}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
