'use client';
import FileSpreadsheet from 'lucide-react/icons/file-spreadsheet';
import { useTranslations } from 'next-intl';
import { type DragEvent, useId, useState } from 'react';
import { cx } from '#components/ui/cx.ts';

interface FileDropProps {
  file: File | null;
  error?: string | undefined;
  onFile: (file: File | null) => void;
}

/** Dragged here or chosen: the whole field is the label of a file input, so a keyboard reaches it as any other. */
export function FileDrop({ file, error, onFile }: FileDropProps) {
  const t = useTranslations('bulk.drop');
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0] ?? null);
  };
  return (
    <div>
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cx(
          'flex cursor-pointer flex-col items-center gap-1.5 rounded-lg border border-dashed px-4 py-7 text-center text-sm focus-within:outline-2 focus-within:outline-accent',
          over ? 'border-accent bg-accent-soft' : 'border-line bg-panel hover:border-accent',
          error && 'border-bad',
        )}
      >
        <FileSpreadsheet aria-hidden="true" className="size-6 text-dim" />
        <span className="break-all font-medium">{file ? file.name : t('title')}</span>
        <span className="text-dim">{file ? t('another') : t('text')}</span>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx"
          className="sr-only"
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => onFile(event.target.files?.[0] ?? null)}
        />
      </label>
      {error ? (
        <p id={`${id}-error`} className="mt-1 text-bad text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}
