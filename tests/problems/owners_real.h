/* owners_real.h - who owns these files of five real repositories, written down by hand from their CODEOWNERS files. */
#pragma once

typedef struct Expected {
    const char *path, *owners; /* owners without "@org/" in front; "": no owner */
} Expected;

typedef struct Repository {
    const char *name, *org; /* org: taken off owners for shorter tables */
    const Expected *files;
} Repository;

static const Expected BOUTIQUE[] = {
    /* one rule for all: "*" holds at every depth */
    {"skaffold.yaml", "devrel-flagship-app-maintainers @yoshi-approver"},
    {".deploystack/test", "devrel-flagship-app-maintainers @yoshi-approver"},
    {".github/workflows/ci-main.yaml", "devrel-flagship-app-maintainers @yoshi-approver"},
    {"src/frontend/static/images/credits.txt", "devrel-flagship-app-maintainers @yoshi-approver"},
    {"src/cartservice/src/cartservice.csproj", "devrel-flagship-app-maintainers @yoshi-approver"},
    {"kustomize/components/service-mesh-istio/README.md", "devrel-flagship-app-maintainers @yoshi-approver"},
    {0},
};

static const Expected METAMASK[] = {
    {"AGENTS.md", ""}, /* no default rule: what none names has no owner */
    {".gitignore", ""},
    {"docs/README.md", ""},
    {".github/workflows/publish-preview.yml", "core-platform"},
    {"packages/perps-controller/src/utils/wait.ts", "perps"},          /* a folder without a slash at its end */
    {"packages/perps-controller/package.json", "perps core-platform"}, /* a later, closer rule */
    {"packages/perps-controller/tests/src/utils/stringParseUtils.test.ts", "perps"},
    {"packages/subscription-controller/src/errors.ts", "web3auth"},
    {"packages/subscription-controller/CHANGELOG.md", "web3auth core-platform"},
    {"packages/subscription-controller/tsconfig.json", "web3auth core-platform"},       /* tsconfig.* */
    {"packages/subscription-controller/tsconfig.build.json", "web3auth core-platform"}, /* * crosses a dot */
    {"packages/subscription-controller/typedoc.json", "web3auth"},
    {"packages/permission-log-controller/tsconfig.build.json", "core-platform"},
    {"packages/remote-feature-flag-controller/src/index.ts", "extension-platform mobile-platform core-platform"},
    {"packages/remote-feature-flag-controller/LICENSE.MIT", "extension-platform mobile-platform core-platform"},
    {"packages/eth-json-rpc-middleware/src/wallet.ts", "confirmations core-platform"},
    {"packages/eth-json-rpc-middleware/src/wallet.test.ts", "confirmations core-platform"}, /* wallet.* */
    {"packages/eth-json-rpc-middleware/src/methods/wallet-get-granted-execution-permissions.ts",
     "confirmations core-platform"},
    {"packages/eth-json-rpc-middleware/src/fetch.ts", "core-platform"},
    {"packages/eth-json-rpc-middleware/src/utils/cache.ts", "core-platform"},
    {"packages/account-tree-controller/src/wallet.ts", "accounts-engineers"}, /* wallet.* of another folder */
    {"packages/account-tree-controller/src/backup-and-sync/syncing/wallet.test.ts", "accounts-engineers"},
    {"packages/account-tree-controller/CHANGELOG.md", "accounts-engineers core-platform"},
    {"packages/sample-controllers/CHANGELOG.md", "core-platform"},
    {"packages/platform-api-docs/site/static/img/favicons/favicon-96x96.png", "core-platform"},
    {"packages/passkey-controller/typedoc.json", "web3auth"},
    {0},
};

static const Expected POSTHOG[] = {
    {".github/workflows/integration.yml", "team-client-libraries"},
    {"packages/mcp/src/__tests__/identity-cache.test.ts", "team-client-libraries mcp-analytics"},
    {"packages/react-native/.prettierrc", "team-client-libraries"},
    {"packages/react-native-plugin/tsconfig.json", "team-client-libraries"}, /* only the default: another folder */
    {"packages/browser/playwright/mocked/surveys/translations.spec.ts", "team-client-libraries"},
    {"packages/browser/playground/vite-surveys/index.html", "team-client-libraries"},
    {"examples/example-expo-53/app/surveys.tsx", "team-client-libraries"}, /* a path with a slash holds from the root */
    {"packages/browser-common/src/types/surveys.ts", "team-client-libraries"},
    {"packages/browser/src/extensions/surveys.tsx", "team-client-libraries team-surveys"},
    {"packages/browser/src/entrypoints/surveys.ts", "team-client-libraries team-surveys"},
    {"packages/browser/src/posthog-surveys.ts", "team-client-libraries team-surveys"},
    {"packages/browser/src/consent.ts", "team-client-libraries team-web-analytics"},
    {"packages/ai/package.json", "team-client-libraries team-llm-analytics"},
    {"packages/browser/references/posthog-js-references-1.363.3.json", "team-client-libraries"},
    {0},
};

static const Expected ICALENDAR[] = {
    {"README.rst", "@stevepiercy"}, /* *.rst at the root */
    {"docs/contribute/credits.rst", "@stevepiercy"},
    {"docs/conf.py", "@stevepiercy"}, /* /docs/ with all beneath */
    {"docs/_static/js/custom-icons.js", "@stevepiercy"},
    {"CONTRIBUTING.md", "@niccokunzmann @stevepiercy"}, /* the later rule beats *.md */
    {"CODE_OF_CONDUCT.md", "@stevepiercy"},
    {"SECURITY.md", "@niccokunzmann @stevepiercy @angatha"},
    {"CHANGES.rst", "@niccokunzmann @stevepiercy"},
    {"LICENSE.rst", "@stevepiercy"},
    {"Makefile", "@stevepiercy"},
    {"MANIFEST.in", "@niccokunzmann"},
    {".coveragerc", "@niccokunzmann"},
    {".gitignore", "@niccokunzmann @stevepiercy"}, /* default */
    {"funding.json", "@niccokunzmann @stevepiercy"},
    {"news/1595.documentation.1", "@niccokunzmann @stevepiercy"},
    {"tox.ini", "@niccokunzmann @stevepiercy"},
    {"src/icalendar/prop/boolean.py", "@niccokunzmann @SashankBhamidi @stevepiercy @angatha"},
    {"src/icalendar/tests/test_enums.py", "@niccokunzmann @SashankBhamidi"}, /* deeper and later */
    {"src/icalendar/tests/calendars/rfc_7265_example_1.ics", "@niccokunzmann @SashankBhamidi"},
    {"src/icalendar/fuzzing/corpus/issue_464_invalid_rdate.ics", "@ennamarie19 @niccokunzmann @SashankBhamidi"},
    {"docs/styles/config/vocabularies/Base/accept.txt", "@stevepiercy"}, /* /docs/, not /styles */
    {0},
};

static const Expected SENTRY[] = {
    {"packages/node/.oxlintrc.json", "team-javascript-sdks-server"},
    {"packages/node-core/src/integrations/http/SentryHttpInstrumentation.ts", "team-javascript-sdks-server"},
    {"packages/browser/test/tracing/reportPageLoaded.test.ts", "team-javascript-sdks-browser"},
    {"packages/nuxt/src/runtime/utils/route-extraction.ts", "team-javascript-sdks-framework"},
    {"packages/remix/src/utils/debug-build.ts", "team-javascript-sdks-framework"},
    {"packages/aws-serverless/test/instrumentation.test.ts", "team-javascript-sdks-server"},
    {"dev-packages/node-integration-tests/suites/tracing/requestData-streamed/server.mjs",
     "team-javascript-sdks-server"},
    {"packages/core/src/session.ts", ""}, /* forgotten by the file */
    {"dev-packages/e2e-tests/test-applications/nuxt-3/server/api/test-param/[param].ts",
     ""}, /* [ ] in a path is nothing special */
    {"dev-packages/bundler-plugin-integration-tests/fixtures/esbuild/src/app.jsx", ""},
    {"docs/assets/node-sdk-trace-propagation.png", ""},
    {0},
};

static const Repository REPOSITORIES[] = {
    {"GoogleCloudPlatform__microservices-demo", "@GoogleCloudPlatform/", BOUTIQUE},
    {"MetaMask__core", "@MetaMask/", METAMASK},
    {"PostHog__posthog-js", "@PostHog/", POSTHOG},
    {"collective__icalendar", "", ICALENDAR},
    {"getsentry__sentry-javascript", "@getsentry/", SENTRY},
};
