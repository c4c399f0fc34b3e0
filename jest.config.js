// Tiers by suffix: .spec (pure), .api.spec (Nest over HTTP), .int.spec (real servers), .e2e.spec (the whole service).
const swc = ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true } }, module: { type: 'es6' } }];
const tier = (displayName, testMatch, extra = {}) => ({
  displayName,
  rootDir: import.meta.dirname,
  testMatch,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  moduleNameMapper: { '^#domain/(.*)\\.js$': '<rootDir>/libs/domain/src/$1', '^#infra/(.*)\\.js$': '<rootDir>/libs/infra/src/$1', '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/bench/', '<rootDir>/.data'],
  ...extra,
});
const places = (suffix) => ['apps', 'libs', 'test', 'tools'].map((folder) => `<rootDir>/${folder}/**/*.${suffix}`);

export default {
  testTimeout: 60_000,
  globalTeardown: '<rootDir>/test/stop-server.js',
  projects: [
    tier('pure', ['apps', 'libs', 'test', 'tools'].map((folder) => `<rootDir>/${folder}/**/!(*.api|*.int|*.e2e).spec.ts`)),
    tier('api', places('api.spec.ts')),
    tier('int', places('int.spec.ts')),
    tier('e2e', places('e2e.spec.ts')),
  ],
};
