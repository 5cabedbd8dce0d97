'use client';
import Pencil from 'lucide-react/icons/pencil';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Control, DeviceType } from '#server/device-types/contract.ts';
import { ControlsForm } from './controls-form.tsx';

/** What twins of the type can be asked to be, each with what sends it. */
export function ControlsPanel({ type, mayChange }: { type: DeviceType; mayChange: boolean }) {
  const t = useTranslations('deviceTypes.controls');
  const { controls } = type;
  if (controls.length === 0 && !mayChange) return null;
  return (
    <Panel
      title={t('title')}
      note={controls.length}
      padding="flush"
      actions={
        mayChange ? (
          <ControlsForm
            type={type}
            trigger={<Button icon={<Pencil aria-hidden="true" />}>{t('editAction')}</Button>}
          />
        ) : undefined
      }
    >
      {controls.length === 0 ? (
        <p className="px-4 pb-4 text-dim text-sm">{t('none')}</p>
      ) : (
        <ListTable
          bare
          label={t('title')}
          head={[{ label: t('name') }, { label: t('kind') }, { label: t('allowed') }, { label: t('sends') }]}
        >
          {controls.map((control) => (
            <tr key={control.name}>
              <ListCell first className="mono">
                {control.name}
              </ListCell>
              <ListCell className="text-dim">{t(`kinds.${control.kind}`)}</ListCell>
              <ListCell wrap>{allowed(control) || '–'}</ListCell>
              <ListCell className="text-dim">
                {control.command ? t('command', { name: control.command }) : t('senml')}
              </ListCell>
            </tr>
          ))}
        </ListTable>
      )}
    </Panel>
  );
}

function allowed({ choices, min, max, unit = '' }: Control): string {
  if (choices) return choices.join(', ');
  if (min === undefined && max === undefined) return unit;
  return `${min ?? '…'} – ${max ?? '…'} ${unit}`.trim();
}
