'use client';
import Download from 'lucide-react/icons/download';
import FileSpreadsheet from 'lucide-react/icons/file-spreadsheet';
import FileText from 'lucide-react/icons/file-text';
import { useTranslations } from 'next-intl';
import { Chip } from '../chip.tsx';
import { Menu, MenuGroup, MenuItem } from '../menu.tsx';
import type { ExportFormat } from './table-export.ts';
import type { TablePage } from './table-query.ts';

interface ExportMenuProps {
  hrefOf: (format: ExportFormat) => string;
  page: TablePage<unknown> | undefined;
}

/** Everything that matches, in the columns of the view; the browser saves what the server streams. */
export function ExportMenu({ hrefOf, page }: ExportMenuProps) {
  const t = useTranslations('ui.table');
  const save = (format: ExportFormat) => {
    const link = document.createElement('a');
    link.href = hrefOf(format);
    link.download = '';
    link.click();
  };
  const words = page?.atLeast ? 'exportRowsAtLeast' : 'exportRows';
  return (
    <Menu align="end" trigger={<Chip icon={<Download aria-hidden="true" />}>{t('export')}</Chip>}>
      <MenuGroup label={t(words, { total: page?.total ?? 0 })}>
        <MenuItem icon={<FileText aria-hidden="true" />} disabled={!page?.total} onSelect={() => save('csv')}>
          {t('exportCsv')}
        </MenuItem>
        <MenuItem
          icon={<FileSpreadsheet aria-hidden="true" />}
          disabled={!page?.total}
          onSelect={() => save('xlsx')}
        >
          {t('exportExcel')}
        </MenuItem>
      </MenuGroup>
    </Menu>
  );
}
