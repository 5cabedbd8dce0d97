'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Banner } from '#components/ui/banner.tsx';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { DeviceCreated } from '#server/devices/contract.ts';
import { FirstMessage } from '../first-message.tsx';

interface DeviceAddedProps {
  created: DeviceCreated & { name: string };
  linked: boolean;
}

export function DeviceAdded({ created, linked }: DeviceAddedProps) {
  const t = useTranslations('devices.added');
  const [stored, setStored] = useState(created.credentials === null);
  const steps = ['register', 'power', ...(linked ? [] : ['link'])] as ('register' | 'power' | 'link')[];
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <Panel>
        <h2 className="font-semibold text-lg" role="status">
          {t('title', { name: created.name })}
        </h2>
        {created.credentials ? (
          <div className="mt-3 flex flex-col gap-3">
            <Banner kind="warn" title={t('onceTitle')}>
              {t('onceText')}
            </Banner>
            {(['devEui', 'joinEui', 'appKey'] as const).map((name) => (
              <CodeBlock key={name} label={t(name)} value={created.credentials?.[name] ?? ''} />
            ))}
            <Checkbox checked={stored} onCheckedChange={setStored} label={t('stored')} />
          </div>
        ) : null}
      </Panel>
      <FirstMessage deviceId={created.id} />
      <Panel title={t('next')}>
        <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-dim">
          {steps.map((step) => (
            <li key={step}>{t(`step.${step}`)}</li>
          ))}
        </ol>
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
