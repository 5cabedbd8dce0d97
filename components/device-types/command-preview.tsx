'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Command, OfferedEncoder } from '#server/device-types/contract.ts';
import type { GivenCommand } from '#server/encoders/contract.ts';
import { encodeCommands } from '#server/encoders/rules.ts';

const fresh = (command: Command | undefined): GivenCommand => ({
  name: command?.name ?? '',
  value: command?.values[0]?.value ?? '',
});

/** What would be sent: commands chosen here are encoded here, and go nowhere. */
export function CommandPreview({ encoder }: { encoder: OfferedEncoder }) {
  const t = useTranslations('deviceTypes.preview');
  const { commands, combines } = encoder;
  const [given, setGiven] = useState<GivenCommand[]>(() => [fresh(commands[0])]);
  const set = (nth: number, one: GivenCommand) =>
    setGiven((before) => before.map((old, at) => (at === nth ? one : old)));
  const answer = encodeCommands(encoder, given);
  return (
    <div className="flex flex-col gap-2.5 rounded-lg border border-line p-3">
      <p className="font-medium text-sm">{t('title')}</p>
      {given.map((one, nth) => (
        <Given
          // biome-ignore lint/suspicious/noArrayIndexKey: the same command may stand twice; rows have no other name
          key={nth}
          commands={commands}
          given={one}
          onChange={(changed) => set(nth, changed)}
          onRemove={given.length > 1 ? () => setGiven((all) => all.filter((_, at) => at !== nth)) : undefined}
        />
      ))}
      {combines ? (
        <Button
          className="w-fit"
          icon={<Plus aria-hidden="true" />}
          onClick={() => setGiven((all) => [...all, fresh(commands[0])])}
        >
          {t('another')}
        </Button>
      ) : null}
      <div aria-live="polite" className="flex flex-col gap-1 text-sm">
        {answer.ok ? (
          answer.downlinks.map(({ port, payloadHex }, nth) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: in the order in which they go out
            <p key={nth} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <span className="text-faint">{t('downlink', { number: nth + 1, port })}</span>
              <code className="mono min-w-0 break-all">{payloadHex.replace(/../g, '$& ').trim()}</code>
            </p>
          ))
        ) : (
          <p className="text-warn">{t(`refusal.${answer.refusal.code}`, { name: answer.refusal.name })}</p>
        )}
      </div>
    </div>
  );
}

interface GivenProps {
  commands: readonly Command[];
  given: GivenCommand;
  onChange: (given: GivenCommand) => void;
  onRemove: (() => void) | undefined;
}

function Given({ commands, given, onChange, onRemove }: GivenProps) {
  const t = useTranslations('deviceTypes.preview');
  const values = commands.find(({ name }) => name === given.name)?.values ?? [];
  return (
    <div className="flex items-end gap-2">
      <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-2">
        <Select
          label={t('command')}
          options={commands.map(({ name }) => ({ value: name, label: name }))}
          value={given.name}
          onValueChange={(name) => onChange(fresh(commands.find((one) => one.name === name)))}
        />
        {values.length > 0 ? (
          <Select
            label={t('value')}
            options={values.map(({ value }) => ({ value, label: value }))}
            value={given.value}
            onValueChange={(value) => onChange({ ...given, value })}
          />
        ) : (
          <TextField
            label={t('hex')}
            mono
            value={given.value}
            onChange={(event) => onChange({ ...given, value: event.target.value })}
          />
        )}
      </div>
      {onRemove ? (
        <IconButton
          tooltip={false}
          icon={<X aria-hidden="true" />}
          label={t('remove', { name: given.name })}
          onClick={onRemove}
        />
      ) : null}
    </div>
  );
}
