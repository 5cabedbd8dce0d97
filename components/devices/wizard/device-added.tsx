'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Network } from '#server/device-types/contract.ts';
import type { DeviceCreated } from '#server/devices/contract.ts';
import { deviceUrn } from '#server/protocols/senml/device-urn.ts';
import { FirstMessage } from '../first-message.tsx';
import { CredentialLines } from '../networks/credential-lines.tsx';
import { FirstSenml } from '../networks/first-senml.tsx';
import { toTakeAlong } from '../networks/network-values.ts';
import type { Wizard } from './wizard-state.ts';

interface DeviceAddedProps {
  created: DeviceCreated & { name: string };
  wizard: Wizard;
  deviceUrl: string;
}

type NextStep = 'register' | 'enter' | 'secret' | 'sim' | 'simulator' | 'power' | 'link';

export function DeviceAdded({ created, wizard, deviceUrl }: DeviceAddedProps) {
  const t = useTranslations('devices.added');
  const { draft, networks } = wizard;
  const network = networks.find((one) => one !== 'lora');
  const credentials = toTakeAlong(created.credentials, networks, draft);
  const [stored, setStored] = useState(credentials === null);
  const linked = draft.flowId !== null || draft.newFlow.trim() !== '';
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
        <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-dim">
          {nextSteps(wizard, linked).map((step) => (
            <li key={step}>{t(`step.${step}`)}</li>
          ))}
        </ol>
        {network && credentials?.sharedSecret ? (
          <div className="mt-4">
            <FirstSenml
              network={network}
              deviceUrl={deviceUrl}
              urn={
                network === 'cellular'
                  ? deviceUrn('IMEI', draft.imei.replace(/\D/g, ''))
                  : deviceUrn('DVNUUID', draft.dvnUuid.trim())
              }
              secret={credentials.sharedSecret}
            />
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
    </div>
  );
}

function nextSteps({ type, draft, brought, networks }: Wizard, linked: boolean): NextStep[] {
  const has = (network: Network) => type?.networks.includes(network) ?? false;
  return [
    ...(networks.length < brought.length ? (['enter'] as const) : []),
    ...(has('lora') ? (['register', 'power'] as const) : []),
    ...(has('cellular') || has('generic') ? (['secret'] as const) : []),
    ...(has('cellular') && draft.iccid.trim() === '' ? (['sim'] as const) : []),
    ...(type?.slug === 'device-simulator' ? (['simulator'] as const) : []),
    ...(linked ? [] : (['link'] as const)),
  ];
}
