'use client';
import Download from 'lucide-react/icons/download';
import FileSpreadsheet from 'lucide-react/icons/file-spreadsheet';
import FileText from 'lucide-react/icons/file-text';
import { useTranslations } from 'next-intl';
import { Chip } from '../chip.tsx';
import { useDownload } from '../download.tsx';
import { Menu, MenuGroup, MenuItem } from '../menu.tsx';
import type { ExportFormat } from './table-export.ts';
import type { TablePage } from './table-query.ts';

interface ExportMenuProps {
  hrefOf: (format: ExportFormat) => string | null;
  page: TablePage<unknown> | undefined;
}

const formats = [
  { format: 'csv', Icon: FileText, word: 'exportCsv' },
  { format: 'xlsx', Icon: FileSpreadsheet, word: 'exportExcel' },
] as const;

/** Everything that matches, in the columns of the view; the browser saves what the server streams. */
export function ExportMenu({ hrefOf, page }: ExportMenuProps) {
  const t = useTranslations('ui.table');
  const save = useDownload();
  const words = page?.atLeast ? 'exportRowsAtLeast' : 'exportRows';
  return (
    <Menu
      align="end"
      trigger={
        <Chip icon={<Download aria-hidden="true" />}>
          <span className="max-sm:sr-only">{t('export')}</span>
        </Chip>
      }
    >
      <MenuGroup label={t(words, { total: page?.total ?? 0 })}>
        {formats.map(({ format, Icon, word }) => {
          const href = hrefOf(format);
          return (
            <MenuItem
              key={format}
              icon={<Icon aria-hidden="true" />}
              disabled={!page?.total || href === null}
              trail={href === null ? t('exportTooMany') : undefined}
              onSelect={() => href !== null && save(href)}
            >
              {t(word)}
            </MenuItem>
          );
        })}
      </MenuGroup>
    </Menu>
  );
}
