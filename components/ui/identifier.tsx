'use client';
import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { useCopy } from './copy.ts';
import { cx } from './cx.ts';
import { type IdentifierKind, identifierGroups } from './identifier-groups.ts';

export interface IdentifierProps {
  value: string;
  kind?: IdentifierKind | undefined;
  /** Said before it: DevEUI, IMEI. */
  label?: string | undefined;
  className?: string | undefined;
}

/** Copied on click; parted for the eye by margins, so that what is selected or copied has no spaces in it. */
export function Identifier({ value, kind = 'plain', label, className }: IdentifierProps) {
  const t = useTranslations('ui');
  const { copied, copy } = useCopy();
  const groups = identifierGroups(value, kind);
  return (
    <span className={cx('inline-flex max-w-full items-baseline gap-1.5', className)}>
      {label ? <span>{label}</span> : null}
      <button
        type="button"
        onClick={(event) => {
          event.preventDefault();
          event.stopPropagation();
          copy(value);
        }}
        aria-label={t('copyIdentifier', { value: `${label ?? ''} ${value}`.trim() })}
        title={copied ? t('copied') : t('copy')}
        className="group inline-flex min-w-0 items-center gap-1 rounded-sm text-left text-ink hover:text-accent"
      >
        <span className="mono [overflow-wrap:anywhere]">
          {groups.map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one constant string
            <span key={index} className={index > 0 ? 'ml-[0.45em]' : undefined}>
              {atParts(group)}
            </span>
          ))}
        </span>
        {copied ? (
          <Check aria-hidden="true" className="size-3 shrink-0 text-accent" />
        ) : (
          <Copy
            aria-hidden="true"
            className="size-3 shrink-0 text-faint transition-colors group-hover:text-accent"
          />
        )}
      </button>
      <span role="status" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </span>
  );
}

/** What does not fit goes on at one of its own marks: a UUID or a URN is not cut within a part. */
const atParts = (text: string) =>
  text.split(/(?<=[:-])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one constant string
    <Fragment key={index}>
      {index > 0 ? <wbr /> : null}
      {part}
    </Fragment>
  ));
