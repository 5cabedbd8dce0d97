'use client';
import { useTranslations } from 'next-intl';
import type { Command } from '#server/device-types/contract.ts';

/** Each command with its values and the bytes of each, as they go out. */
export function CommandTables({ commands }: { commands: readonly Command[] }) {
  return (
    <div className="flex flex-col gap-2.5">
      {commands.map((command) => (
        <CommandTable key={command.name} command={command} />
      ))}
    </div>
  );
}

function CommandTable({ command }: { command: Command }) {
  const t = useTranslations('deviceTypes');
  return (
    <div>
      <p className="mono text-sm">
        {command.name}
        {command.port === undefined ? null : (
          <span className="ml-2 text-faint">{t('port', { port: command.port })}</span>
        )}
      </p>
      {command.values.length === 0 ? <p className="text-faint text-sm">{t('asHex')}</p> : null}
      <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[minmax(8rem,auto)_minmax(0,1fr)]">
        {command.values.map(({ value, hex }) => (
          <div key={value} className="contents">
            <dt className="text-dim">{value}</dt>
            <dd className="mono min-w-0 break-all">
              {hex.length === 0 ? <span className="text-faint">{t('hexNotPublic')}</span> : hex.join(' · ')}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
