'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { DeviceCreated } from '#server/devices/contract.ts';
import { deviceUrn } from '#server/protocols/senml/device-urn.ts';
import { DeviceMqtt } from '../device-mqtt.tsx';
import { FirstMessage } from '../first-message.tsx';
import { CredentialLines } from '../networks/credential-lines.tsx';
import { FirstSenml } from '../networks/first-senml.tsx';
import { toTakeAlong } from '../networks/network-values.ts';
import { NextStepList } from './next-step-list.tsx';
import { nextSteps } from './next-steps.ts';
import type { Wizard, WizardProps } from './wizard-state.ts';

interface DeviceAddedProps {
  created: DeviceCreated & { name: string };
  wizard: Wizard;
  deviceUrl: string;
  mqttUrl: string | null;
  next: WizardProps['next'];
}

export function DeviceAdded({ created, wizard, deviceUrl, mqttUrl, next }: DeviceAddedProps) {
  const t = useTranslations('devices.added');
  const { draft, type, brought, networks } = wizard;
  const network = networks.find((one) => one !== 'lora');
  const credentials = toTakeAlong(created.credentials, networks, draft);
  const [stored, setStored] = useState(credentials === null);
  const urn = network && urnOf(network, draft);
  const steps = type
    ? nextSteps({
        type,
        brought,
        networks,
        hasSim: networks.includes('cellular') && draft.iccid.trim() !== '',
        isLinked: draft.flowId !== null || draft.newFlow.trim() !== '',
      })
    : [];
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <Panel>
        <h2 className="font-semibold text-lg" role="status">
          {t('title', { name: created.name })}
        </h2>
        {credentials ? (
          <div className="mt-3 flex flex-col gap-3">
            <Banner kind="warn" title={t('onceTitle')}>
              {t(credentials.appKey ? 'onceText' : 'onceSecret')}
            </Banner>
            <CredentialLines credentials={credentials} />
            <Checkbox checked={stored} onCheckedChange={setStored} label={t('stored')} />
          </div>
        ) : null}
      </Panel>
      <FirstMessage deviceId={created.id} />
      <Panel title={t('next')}>
        <NextStepList
          device={created}
          projectId={draft.projectId ?? ''}
          steps={steps}
          targets={next.targets}
          may={next.may}
          mayLeave={stored}
        />
        {network && urn && credentials?.sharedSecret ? (
          <div className="mt-4">
            <FirstSenml network={network} deviceUrl={deviceUrl} urn={urn} secret={credentials.sharedSecret} />
          </div>
        ) : null}
        <div className="mt-4 flex flex-wrap gap-2">
          {stored ? (
            <ButtonLink href={`/manager/devices/${created.id}`} variant="primary">
              {t('open')}
            </ButtonLink>
          ) : (
            <Button variant="primary" disabled title={t('storeFirst')}>
              {t('open')}
            </Button>
          )}
          {/* A whole new page: the wizard begins empty. */}
          <Button disabled={!stored} onClick={() => window.location.assign('/manager/devices/new')}>
            {t('another')}
          </Button>
        </div>
      </Panel>
      {urn && credentials?.sharedSecret && mqttUrl !== null ? (
        <DeviceMqtt device={created} urn={urn} access={NO_ACCESS} mqttUrl={mqttUrl} mayUpdate />
      ) : null}
    </div>
  );
}

const NO_ACCESS = { passwordSince: null, isConnected: false, connectedAt: null, endedAt: null };

function urnOf(network: 'cellular' | 'generic', { imei, dvnUuid }: Wizard['draft']): string {
  return network === 'cellular'
    ? deviceUrn('IMEI', imei.replace(/\D/g, ''))
    : deviceUrn('DVNUUID', dvnUuid.trim());
}
