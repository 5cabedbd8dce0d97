'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactElement, useState } from 'react';
import { deviceKeys } from '#components/devices/queries.ts';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CheckboxGroup } from '#components/ui/checkbox-group.tsx';
import { FilterChip } from '#components/ui/chip.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogButtons } from '#components/ui/dialog-buttons.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { useOpen } from '#components/ui/use-open.ts';
import { NETWORKS } from '#server/device-types/contract.ts';
import type { InstallationWeeks } from '#server/measurements/rules.ts';
import { setProjectLimits } from '#server/projects/actions.ts';
import { LIMITED, type Project, type ProjectLimits, projectLimitsSchema } from '#server/projects/contract.ts';
import { KeptWeeksField, useFewerWeeks } from './kept-weeks-field.tsx';
import type { TypeOption } from './project-limits.tsx';
import { projectKeys } from './queries.ts';

interface LimitsFormProps {
  project: Project;
  types: TypeOption[];
  weeks: InstallationWeeks;
  trigger: ReactElement;
}

/** Every limit at once; an empty field is no limit. */
export function LimitsFormDialog({ project, types, weeks, trigger }: LimitsFormProps) {
  const t = useTranslations('organization.projects');
  const words = useTranslations('decoders.network');
  const dialog = useOpen({}, trigger);
  const { send, fields, refusal, pending } = useSend();
  const [values, setValues] = useState<ProjectLimits>(() => limitsOf(project));
  const set = (change: Partial<ProjectLimits>) => setValues((before) => ({ ...before, ...change }));
  const fewer = useFewerWeeks(project, values, weeks);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await send(projectLimitsSchema, values, setProjectLimits, {
      done: t('form.saved', { name: project.name }),
      stale: [projectKeys.all, deviceKeys.all],
    });
    if (saved) dialog.onOpenChange(false);
  };
  return (
    <Dialog
      {...dialog}
      title={t('limits.editTitle')}
      description={t('limits.editLead')}
      holdOpen
      footer={
        <DialogButtons form="project-limits" pending={pending} disabled={fewer.mustAgree}>
          {t('form.save')}
        </DialogButtons>
      }
    >
      <form id="project-limits" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <div className="grid gap-4 sm:grid-cols-3">
          {LIMITED.map((what) => (
            <NumberField
              key={what}
              label={t(what)}
              min={0}
              value={values.limits[what]}
              error={fields[`limits.${what}`]}
              onValueChange={(limit) => set({ limits: { ...values.limits, [what]: limit } })}
            />
          ))}
          {NETWORKS.map((network) => (
            <NumberField
              key={network}
              label={t(`limits.of.${network}`)}
              min={0}
              value={values.networkLimits[network]}
              error={fields[`networkLimits.${network}`]}
              onValueChange={(limit) => set({ networkLimits: { ...values.networkLimits, [network]: limit } })}
            />
          ))}
        </div>
        <CheckboxGroup
          label={t('limits.networks')}
          error={fields.allowedNetworks}
          options={NETWORKS.map((network) => ({ value: network, label: words(network) }))}
          value={values.allowedNetworks ?? NETWORKS}
          onValueChange={(networks) =>
            set({ allowedNetworks: networks.length === NETWORKS.length ? null : networks })
          }
        />
        <TypesChoice
          types={types}
          value={values.allowedDeviceTypeIds}
          error={fields.allowedDeviceTypeIds}
          onChange={(allowedDeviceTypeIds) => set({ allowedDeviceTypeIds })}
        />
        <KeptWeeksField
          value={values.measurementWeeks}
          weeks={weeks}
          error={fields.measurementWeeks}
          fewer={fewer}
          onChange={(measurementWeeks) => set({ measurementWeeks })}
        />
      </form>
    </Dialog>
  );
}

const limitsOf = ({
  id,
  limits,
  networkLimits,
  allowedNetworks,
  allowedDeviceTypeIds,
  measurementWeeks,
}: Project): ProjectLimits => ({
  id,
  limits,
  networkLimits,
  allowedNetworks,
  allowedDeviceTypeIds,
  measurementWeeks,
});

interface TypesChoiceProps {
  types: TypeOption[];
  value: string[] | null;
  error: string | undefined;
  onChange: (ids: string[] | null) => void;
}

/** Every type, or those that are added one by one. */
function TypesChoice({ types, value, error, onChange }: TypesChoiceProps) {
  const t = useTranslations('organization.projects.limits');
  const chosen = types.filter(({ id }) => value?.includes(id));
  const others = types.filter(({ id }) => !value?.includes(id));
  return (
    <div className="flex flex-col gap-2">
      <Checkbox
        label={t('onlyTypes')}
        checked={value !== null}
        onCheckedChange={(only) => onChange(only ? [] : null)}
      />
      {value ? (
        <>
          <Combobox
            label={t('addType')}
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
            value={null}
            error={error}
            onValueChange={(type) => type && onChange([...value, type.value])}
          />
          <div className="flex flex-wrap gap-1.5">
            {chosen.map(({ id, name }) => (
              <FilterChip
                key={id}
                removeLabel={t('removeType', { name })}
                onRemove={() => onChange(value.filter((one) => one !== id))}
              >
                {name}
              </FilterChip>
            ))}
          </div>
        </>
      ) : null}
    </div>
  );
}
