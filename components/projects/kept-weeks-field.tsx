'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { OldMeasurements, useOld } from '#components/organization/old-measurements.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import type { InstallationWeeks } from '#server/measurements/rules.ts';
import type { Project } from '#server/projects/contract.ts';
import { keptIn } from '#server/projects/rules.ts';

/** Whether a form asks for fewer weeks than are kept, and has to be told that what is older may go. */
export function useFewerWeeks(
  project: Project,
  wanted: Pick<Project, 'measurementWeeks'>,
  installation: InstallationWeeks,
) {
  const { weeks } = keptIn(wanted, installation);
  const [agreed, setAgreed] = useState<number | null>(null);
  const isFewer = weeks < keptIn(project, installation).weeks;
  const old = useOld({ projectId: project.id, weeks }, isFewer);
  const isLess = isFewer && old.data?.packs !== 0;
  return {
    weeks,
    isFewer,
    isLess,
    old,
    agreed: agreed === weeks,
    /** To these weeks and no others. */
    agree: (yes: boolean) => setAgreed(yes ? weeks : null),
    mustAgree: isLess && agreed !== weeks,
  };
}

interface KeptWeeksFieldProps {
  value: number | null;
  weeks: InstallationWeeks;
  error: string | undefined;
  fewer: ReturnType<typeof useFewerWeeks>;
  onChange: (weeks: number | null) => void;
}

export function KeptWeeksField({ value, weeks, error, fewer, onChange }: KeptWeeksFieldProps) {
  const t = useTranslations('organization.projects.limits');
  const old = useTranslations('organization.old');
  return (
    <div className="flex flex-col gap-3">
      <NumberField
        label={t('weeksField')}
        unit={t('weeksUnit')}
        hint={t('weeksHint', { least: weeks.messages, most: weeks.measurements })}
        className="sm:max-w-72"
        min={weeks.messages}
        max={weeks.measurements}
        value={value}
        error={error}
        onValueChange={onChange}
      />
      {fewer.isFewer ? (
        <Banner kind="warn" title={t('fewer')}>
          {t('fewerText', { weeks: fewer.weeks })}{' '}
          <b className="font-semibold" aria-live="polite">
            <OldMeasurements {...fewer.old} />
          </b>
        </Banner>
      ) : null}
      {fewer.isLess ? (
        <Checkbox label={old('agree')} checked={fewer.agreed} onCheckedChange={fewer.agree} />
      ) : null}
    </div>
  );
}
