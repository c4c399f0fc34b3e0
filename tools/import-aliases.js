import { resolve } from 'node:path';

/** Where the import rules find the sources behind `#domain/` and `#infra/`: below the folder that is judged, not in dist. */
export default {
  resolve: {
    alias: {
      '#domain': resolve('libs/domain/src'),
      '#infra': resolve('libs/infra/src'),
    },
  },
};
