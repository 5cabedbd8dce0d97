import {
  columnOrderingFeature,
  columnPinningFeature,
  columnVisibilityFeature,
  tableFeatures,
} from '@tanstack/react-table';

/** What the browser does; searching, filtering, sorting and paging are the server's. */
export const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnVisibilityFeature,
});
