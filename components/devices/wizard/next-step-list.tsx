'use client';
import { useQuery } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { loraQuery } from '#components/lora/queries.ts';
import { RegisterDialog } from '#components/lora/register-dialog.tsx';
import { SimulatorLink } from '#components/simulator/simulator-link.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import type { Network } from '#server/device-types/contract.ts';
import type { RegistrationTarget } from '#server/lora-registrations/contract.ts';
import { LinkToFlow } from '../link-to-flow.tsx';
import { LinkSim } from '../networks/link-sim.tsx';
import { NETWORK_TABS } from '../networks/network-tabs.ts';
import { ConnectivityPill } from '../networks/status-pills.tsx';
import { headQuery, simQuery } from '../use-device-head.ts';
import type { NextStep } from './next-steps.ts';

/** What whoever added a device may do next. */
export interface NextRights {
  register: boolean;
  linkSim: boolean;
  linkFlow: boolean;
  simulate: boolean;
}

interface NextStepListProps {
  device: { id: string; name: string };
  projectId: string;
  steps: readonly NextStep[];
  targets: readonly RegistrationTarget[];
  may: NextRights;
  /** What is shown once has been stored: until then nothing leads away from it. */
  mayLeave: boolean;
}

/** Each step with what does it; what is done is ticked off. */
export function NextStepList(props: NextStepListProps) {
  const { device, projectId, steps, may, mayLeave } = props;
  const { data: head } = useQuery(headQuery(device.id));
  const flows = head?.device.flows ?? [];
  return (
    <ol className="flex flex-col">
      {steps.map((step) => {
        switch (step.kind) {
          case 'enter':
            return (
              <EnterStep
                key={step.network}
                id={device.id}
                network={step.network}
                isDone={head?.device.adapters.some(({ network }) => network === step.network) ?? false}
                mayLeave={mayLeave}
              />
            );
          case 'register':
            return <RegisterStep key="register" {...props} />;
          case 'power':
            return <PowerStep key="power" {...props} />;
          case 'sim':
            return <SimStep key="sim" device={device} may={may.linkSim} />;
          case 'simulator':
            return (
              <Step key="simulator" kind="simulator">
                <div className="w-full">
                  <SimulatorLink device={device} mayLink={may.simulate} />
                </div>
              </Step>
            );
          case 'link':
            return (
              <Step key="link" kind="link" done={flows.map(({ name }) => name).join(', ')}>
                {may.linkFlow ? <LinkToFlow deviceId={device.id} projectId={projectId} /> : null}
              </Step>
            );
          default:
            return <Step key={step.kind} kind={step.kind} />;
        }
      })}
    </ol>
  );
}

interface StepProps {
  kind: NextStep['kind'];
  /** Of several networks, which. */
  network?: Network;
  /** What came of it; with that there is nothing left to press. */
  done?: ReactNode;
  children?: ReactNode;
}

function Step({ kind, network, done, children }: StepProps) {
  const t = useTranslations('devices.added');
  const words = useTranslations('decoders.network');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line-soft border-b py-2.5 first:pt-0 last:border-0 last:pb-0">
      <span className="min-w-52 flex-1 text-dim">
        {t(`step.${kind}`, { network: network ? words(network) : '' })}
      </span>
      {done ? (
        <span className="inline-flex items-center gap-1.5 font-medium text-accent text-sm">
          <Check aria-label={t('done')} className="size-4" />
          {done}
        </span>
      ) : (
        children
      )}
    </li>
  );
}

interface EnterStepProps {
  id: string;
  network: Network;
  isDone: boolean;
  mayLeave: boolean;
}

function EnterStep({ id, network, isDone, mayLeave }: EnterStepProps) {
  const t = useTranslations('devices.added');
  return (
    <Step kind="enter" network={network} done={isDone ? t('done') : null}>
      {mayLeave ? (
        <ButtonLink href={`/manager/devices/${id}/${NETWORK_TABS[network]}`}>{t('enter')}</ButtonLink>
      ) : (
        <Button disabled title={t('storeFirst')}>
          {t('enter')}
        </Button>
      )}
    </Step>
  );
}

/** The portal tells the network server; what became of it is followed here. */
function RegisterStep({ device, targets, may }: NextStepListProps) {
  const { data: detail } = useQuery(loraQuery(device.id));
  if (!detail) return <Step kind="register" />;
  const pill = <ConnectivityPill status={detail.status} />;
  return (
    <Step kind="register" done={detail.status === 'ACTIVE' ? pill : null}>
      {detail.connection ? pill : null}
      {!detail.connection && may.register ? <RegisterDialog of={detail} targets={targets} /> : null}
    </Step>
  );
}

/** Who has no hardware in hand may let the built-in network simulate it, once it is registered there. */
function PowerStep({ device, may, mayLeave }: NextStepListProps) {
  const t = useTranslations('devices.added');
  const { data: detail } = useQuery(loraQuery(device.id));
  const canSimulate = detail?.connection?.provider === 'simulated' && detail.status === 'ACTIVE';
  return (
    <Step kind="power">
      {canSimulate && may.simulate && mayLeave ? (
        <ButtonLink href={`/manager/devices/${device.id}/lora`}>{t('simulate')}</ButtonLink>
      ) : null}
    </Step>
  );
}

function SimStep({ device, may }: { device: { id: string; name: string }; may: boolean }) {
  const { data: sim } = useQuery(simQuery(device.id));
  return (
    <Step kind="sim" done={sim ? <span className="mono">{sim.iccid}</span> : null}>
      {may ? <LinkSim device={device} /> : null}
    </Step>
  );
}
