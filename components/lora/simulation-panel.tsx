'use client';
import RadioTower from 'lucide-react/icons/radio-tower';
import Send from 'lucide-react/icons/send';
import Settings2 from 'lucide-react/icons/settings-2';
import Square from 'lucide-react/icons/square';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Simulation, SimulationState } from '#server/lora-simulator/simulation-contract.ts';
import { SimulationDialog } from './simulation-dialog.tsx';
import { useSimulate, useSimulation } from './use-simulation.ts';

interface SimulationPanelProps {
  device: { id: string; name: string };
  simulation: Simulation;
  /** `lora-simulator.run` */
  mayRun: boolean;
}

const tones: Record<SimulationState['state'], Tone> = {
  running: 'good',
  once: 'busy',
  stopped: 'idle',
  ended: 'warn',
};

/** A device without hardware: the platform's own radio network hears it, and tells of it as any network server does. */
export function SimulationPanel({ device, simulation: painted, mayRun }: SimulationPanelProps) {
  const t = useTranslations('simulator.lora');
  const simulation = useSimulation(device.id, painted);
  const { refusal, simulated } = simulation;
  if (refusal === 'other-network' || refusal === 'no-keys') return null;
  return (
    <Panel
      title={t('title')}
      data-simulation={simulated?.state ?? 'none'}
      actions={
        simulated ? (
          <Pill tone={tones[simulated.state]} live={simulated.state === 'running'}>
            {t(`state.${simulated.state}`)}
          </Pill>
        ) : null
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-dim text-sm">{t(refusal ?? 'text')}</p>
        {simulated?.isDeactivated ? <p className="text-sm text-warn">{t('deactivated')}</p> : null}
        {simulated ? <Facts simulation={simulation} simulated={simulated} /> : null}
        {mayRun && refusal === null ? <Buttons device={device} simulation={simulation} /> : null}
      </div>
    </Panel>
  );
}

function Facts({ simulation, simulated }: { simulation: Simulation; simulated: SimulationState }) {
  const t = useTranslations('simulator.lora');
  const { settings } = simulation;
  const { nextAt, devAddr, fCntUp, fCntDown, spreadingFactor, messages, battery } = simulated;
  const counter = (value: number | null) => (value === null ? '–' : <Quantity value={value} />);
  return (
    <KeyValues
      items={[
        { key: 'model', label: t('model'), value: t(`models.${settings.model}`) },
        { key: 'behaviour', label: t('behaviour'), value: t(`behaviours.${settings.behaviour}`) },
        { key: 'interval', label: t('every'), value: t('seconds', { count: settings.intervalSeconds }) },
        { key: 'next', label: t('next'), value: nextAt ? <Time value={nextAt} look="clock" /> : '–' },
        {
          key: 'joined',
          label: t('session'),
          value: devAddr ? t('joined', { devAddr }) : t('notJoined'),
        },
        {
          key: 'counters',
          label: t('counters'),
          value: (
            <>
              ↑ {counter(fCntUp)} · ↓ {counter(fCntDown)}
            </>
          ),
        },
        { key: 'sf', label: t('spreading'), value: `SF${spreadingFactor}` },
        { key: 'sent', label: t('sent'), value: <Quantity value={messages} /> },
        {
          key: 'battery',
          label: t('battery'),
          value: <Quantity value={battery * 100} digits={0} unit="%" />,
        },
      ]}
    />
  );
}

function Buttons({ device, simulation }: Pick<SimulationPanelProps, 'device' | 'simulation'>) {
  const t = useTranslations('simulator.lora');
  const { send, stop } = useSimulate(device);
  const [pending, setPending] = useState<'send' | 'stop' | null>(null);
  const press = async (what: 'send' | 'stop', run: () => Promise<unknown>) => {
    setPending(what);
    await run();
    setPending(null);
  };
  const { simulated } = simulation;
  const isOn = simulated?.state === 'running' || simulated?.state === 'once';
  return (
    <div className="flex flex-wrap gap-2">
      <SimulationDialog
        device={device}
        simulation={simulation}
        trigger={
          isOn ? (
            <Button icon={<Settings2 aria-hidden="true" />}>{t('change')}</Button>
          ) : (
            <Button variant="primary" icon={<RadioTower aria-hidden="true" />}>
              {t('simulate')}
            </Button>
          )
        }
      />
      {simulated ? (
        <Button
          icon={<Send aria-hidden="true" />}
          pending={pending === 'send'}
          onClick={() => void press('send', send)}
        >
          {t('sendNow')}
        </Button>
      ) : null}
      {isOn ? (
        <Button
          icon={<Square aria-hidden="true" />}
          pending={pending === 'stop'}
          onClick={() => void press('stop', stop)}
        >
          {t('stop')}
        </Button>
      ) : null}
    </div>
  );
}
