'use client';
import Play from 'lucide-react/icons/play';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { TextareaField } from '#components/ui/text-field.tsx';
import type { DataTrial } from './use-data-trial.ts';

/** The data that a script is tried on. */
export function DataPanel({ trial, label, hint }: { trial: DataTrial; label: string; hint: string }) {
  const t = useTranslations('scripts.samples');
  return (
    <Panel
      title={t('title')}
      actions={
        <Button
          variant="primary"
          size="sm"
          pending={trial.pending}
          icon={<Play aria-hidden="true" />}
          title={t('shortcut')}
          onClick={() => void trial.run()}
        >
          {t('run')}
        </Button>
      }
    >
      <TextareaField
        label={label}
        hint={hint}
        mono
        rows={8}
        value={trial.json}
        error={trial.fault}
        onChange={(event) => trial.setJson(event.target.value)}
      />
      {trial.refusal ? <Banner kind="bad" title={trial.refusal} className="mt-3" /> : null}
    </Panel>
  );
}
