// Made by npm run types from openapi.json, sha256 f9ce3d1ce9b8774af25f4448903b51bb45909864acdcb1cda2c98a982e4f6650; not edited by hand.
export interface paths {
    "/files/{file_id}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An uploaded file, for whoever was given its signed address */
        get: operations["PankouFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/icons/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of a bot, workflow, workspace or user */
        get: operations["PankouIcon"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/open_api/knowledge/document/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add up to 10 documents to a knowledge base; they are read in the background */
        post: operations["CreateDocumentOpenAPI"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/open_api/knowledge/document/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete up to 100 documents, all or none */
        post: operations["DeleteDocumentAPI"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/open_api/knowledge/document/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** List the documents of a knowledge base, newest first */
        post: operations["ListDocumentOpenAPI"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/open_api/knowledge/document/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rename a document, or say when a web page is read again */
        post: operations["UpdateDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/apps/{app_id}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The variables an app declares */
        get: operations["PankouGetAppVariables"];
        /** Declare an app's variables; replaces all */
        put: operations["PankouSetAppVariables"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/bots/{bot_id}/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tables a bot uses */
        get: operations["PankouGetBotTables"];
        /** Say which tables a bot uses; replaces all */
        put: operations["PankouSetBotTables"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/bots/{bot_id}/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The variables a bot declares */
        get: operations["PankouGetBotVariables"];
        /** Declare a bot's variables; replaces all */
        put: operations["PankouSetBotVariables"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/chats/{chat_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Go on with a broken stream of a chat begun with Pankou-Stream-Ids: 1 */
        get: operations["PankouChatEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/datasets/{dataset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A knowledge base */
        get: operations["PankouGetDataset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/datasets/{dataset_id}/documents/{document_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A document */
        get: operations["PankouGetDocument"];
        /** Whether a document is found by recall */
        put: operations["PankouUpdateDocument"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/datasets/{dataset_id}/documents/{document_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read a document that failed once more */
        post: operations["PankouRetryDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/datasets/{dataset_id}/documents/{document_id}/slices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The slices of a document, in their order */
        get: operations["PankouListSlices"];
        put?: never;
        /** Add a slice at the end of a document */
        post: operations["PankouCreateSlice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/datasets/{dataset_id}/documents/{document_id}/slices/{slice_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a slice's text, or whether it is found */
        put: operations["PankouUpdateSlice"];
        post?: never;
        /** Delete a slice */
        delete: operations["PankouDeleteSlice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/datasets/{dataset_id}/recall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search a knowledge base, with the score of each route */
        post: operations["PankouRecall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models that bots can use; addresses only for administrators */
        get: operations["PankouListModels"];
        put?: never;
        /** Add a model behind an OpenAI-compatible interface */
        post: operations["PankouCreateModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/models/{model_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a model; what is not given stays */
        put: operations["PankouUpdateModel"];
        post?: never;
        /** Remove a model; bots that use it answer 4012 */
        delete: operations["PankouDeleteModel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/models/{model_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a model something small and say how it went */
        post: operations["PankouTestModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one's password; ends the user's other sessions */
        post: operations["PankouChangePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Permission points and the operations each allows */
        get: operations["PankouListPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugin_oauth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the plugin's OAuth server sends the browser back to */
        get: operations["PankouFinishPluginOAuth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugin_oauth/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sends a browser to the plugin's OAuth server */
        get: operations["PankouStartPluginOAuth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Plugins of a workspace, newest first */
        get: operations["PankouListPlugins"];
        put?: never;
        /** Make a plugin whose tools the client executes */
        post: operations["PankouCreatePlugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugins/{plugin_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A plugin's draft with everything but its secrets */
        get: operations["PankouGetPlugin"];
        /** Change a draft; what is not given stays, tools keep their ids by name */
        put: operations["PankouUpdatePlugin"];
        post?: never;
        /** Delete a plugin with its credentials and grants */
        delete: operations["PankouDeletePlugin"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugins/{plugin_id}/authorize_url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where an end user allows an OAuth plugin to act for them */
        get: operations["PankouAuthorizePlugin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugins/{plugin_id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the credentials with which a workspace calls a plugin */
        put: operations["PankouSetPluginCredentials"];
        post?: never;
        /** Forget the credentials of a workspace for a plugin */
        delete: operations["PankouDeletePluginCredentials"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugins/{plugin_id}/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget what an end user allowed a plugin */
        delete: operations["PankouRevokePluginGrant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugins/{plugin_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the draft into the store of this installation */
        post: operations["PankouPublishPlugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugins/{plugin_id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask an MCP server anew for its tools */
        post: operations["PankouRefreshPlugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugins/{plugin_id}/tools/{tool_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a tool of the draft and say how it went */
        post: operations["PankouTestTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugins/{plugin_id}/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a plugin out of the store */
        post: operations["PankouUnpublishPlugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/plugins/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a plugin of an OpenAPI document or an MCP server; tells what was not understood */
        post: operations["PankouImportPlugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/runs/{execute_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which workflow a run is of, and how it stands */
        get: operations["PankouFindRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/runs/{execute_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Go on with a broken stream of a run begun with Pankou-Stream-Ids: 1 */
        get: operations["PankouRunEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and the token that changing calls carry in X-Pankou-Csrf */
        get: operations["PankouGetSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Use a one-time link up: choose name and password, and sign in */
        post: operations["PankouSetup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/sign_in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign a browser in; sets the session cookie */
        post: operations["PankouSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/sign_in_links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a one-time link with which a user sets a password; older ones stop working */
        post: operations["PankouCreateSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/sign_out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the browser's session */
        post: operations["PankouSignOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tables of a workspace, newest first */
        get: operations["PankouListTables"];
        put?: never;
        /** Make a table */
        post: operations["PankouCreateTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/tables/{table_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A table and its columns */
        get: operations["PankouGetTable"];
        /** Change a table; columns that are not given go, with their values */
        put: operations["PankouUpdateTable"];
        post?: never;
        /** Delete a table with its rows */
        delete: operations["PankouDeleteTable"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/tables/{table_id}/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run one SQL statement on a table for a user, as workflows and bots do */
        post: operations["PankouQueryTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/tables/{table_id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List rows, newest first, of all users or of one */
        get: operations["PankouListRows"];
        put?: never;
        /** Add rows for a user, all or none */
        post: operations["PankouAddRows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/tables/{table_id}/rows/{row_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set values of a row; what is not given stays */
        put: operations["PankouUpdateRow"];
        post?: never;
        /** Delete a row */
        delete: operations["PankouDeleteRow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List access tokens, without their values */
        get: operations["PankouListTokens"];
        put?: never;
        /** Make an access token; its value is shown once */
        post: operations["PankouCreateToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an access token at once */
        delete: operations["PankouRevokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users */
        get: operations["PankouListUsers"];
        put?: never;
        /** Make a user with a personal workspace and a first token */
        post: operations["PankouCreateUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a workflow or chatflow whose Start leads to End */
        post: operations["PankouCreateWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A workflow with its draft and all faults of it */
        get: operations["PankouGetWorkflow"];
        /** Change a workflow's name, description, icon or role; what is not given stays */
        put: operations["PankouUpdateWorkflow"];
        post?: never;
        /** Delete a workflow that nothing uses, with all its versions */
        delete: operations["PankouDeleteWorkflow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/canvas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The canvas of the draft or of a version */
        get: operations["PankouGetWorkflowCanvas"];
        /** Make a canvas the draft, unless the draft has changed since; answers all its faults */
        put: operations["PankouSaveWorkflowCanvas"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a workflow with the same draft, in the same workspace or another */
        post: operations["PankouDuplicateWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The canvas of the draft or of a version, as Coze's editor reads it */
        get: operations["PankouExportWorkflow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the draft a version, which runs from then on; refused when the draft cannot run */
        post: operations["PankouPublishWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/references": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who uses a workflow */
        get: operations["PankouListWorkflowReferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs of a workflow, newest first */
        get: operations["PankouListRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/runs/{execute_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A run with what became of every node */
        get: operations["PankouGetRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/runs/{execute_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a run that is under way or waits for an answer */
        post: operations["PankouCancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/runs/{execute_id}/canvas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The canvas that a run went over, as it was then */
        get: operations["PankouGetRunCanvas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/runs/{execute_id}/node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One execution of a node with what went in and out */
        get: operations["PankouGetRunNode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/runs/{execute_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run again what ran before, offline from its tape, and tell the first difference */
        post: operations["PankouReplayRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tests of a workflow */
        get: operations["PankouListWorkflowTests"];
        put?: never;
        /** Store a test with a workflow */
        post: operations["PankouCreateWorkflowTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/tests/{test_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a test of a workflow */
        put: operations["PankouUpdateWorkflowTest"];
        post?: never;
        /** Delete a test of a workflow */
        delete: operations["PankouDeleteWorkflowTest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/tests/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run the tests of a workflow; those with a tape offline */
        post: operations["PankouRunWorkflowTests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let no version of a workflow run */
        post: operations["PankouUnpublishWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/versions/{version}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a version, or the draft, has that another has not */
        get: operations["PankouDiffWorkflow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/{workflow_id}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a version the draft again */
        post: operations["PankouRestoreWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a workflow of a canvas or an export of Coze; answers what became of all that it names */
        post: operations["PankouImportWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workflows/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** All faults of a canvas, which is not stored */
        post: operations["PankouValidateWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pankou/v1/workspaces/{workspace_id}/run_budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What every workflow run of a workspace may use at most */
        get: operations["PankouGetRunBudget"];
        /** Bound every workflow run of a workspace */
        put: operations["PankouSetRunBudget"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bot/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a bot as a draft */
        post: operations["CreateDraftBot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bot/get_online_info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deprecated: the configuration of a bot that is published to the API channel */
        get: operations["GetBotOnlineInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bot/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish a bot's draft to channels */
        post: operations["PublishDraftBot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bot/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change a bot's draft; what is not given stays */
        post: operations["UpdateDraftBot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the bots of a workspace */
        get: operations["OpenGetBotList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bots/{bot_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A bot's configuration: what is online, or the draft */
        get: operations["OpenGetBotInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bots/{bot_id}/unpublish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a bot from a channel */
        post: operations["OpenAPIUnpublishBot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bots/{bot_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a bot's versions, newest first */
        get: operations["OpenListBotVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversation/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a conversation */
        post: operations["CreateConversationApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversation/message/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a message to a conversation */
        post: operations["CreateMessageApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversation/message/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete a question or an answer */
        post: operations["DeleteMessageApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversation/message/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** List the questions and answers of a conversation */
        post: operations["ListMessageApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversation/message/modify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change a message */
        post: operations["ModifyMessageApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversation/message/retrieve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one message */
        get: operations["RetrieveMessageApi"];
        put?: never;
        /** Get one message */
        post: operations["RetrieveMessageApi_POST"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversation/retrieve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one conversation */
        get: operations["RetrieveConversationApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one's conversations with a bot */
        get: operations["ListConversationsApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Rename a conversation */
        put: operations["UpdateConversationApi"];
        post?: never;
        /** Delete a conversation with its messages */
        delete: operations["DeleteConversation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Clear the context: begin a new section */
        post: operations["ClearConversationApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation_id}/messages/{message_id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rate an answer */
        post: operations["CreateFeedback"];
        /** Take a rating back */
        delete: operations["DeleteFeedback"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the knowledge bases of a workspace, newest first */
        get: operations["ListDatasetOpenAPI"];
        put?: never;
        /** Make an empty knowledge base */
        post: operations["CreateDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace name, description and icon; what is not given becomes empty */
        put: operations["UpdateDatasetOpenAPI"];
        post?: never;
        /** Delete a knowledge base with its documents; its owner, or an administrator of the workspace */
        delete: operations["DeleteDataset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the images of a knowledge base, newest first */
        get: operations["ListPhotoDocumentOpenAPI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}/images/{document_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say what an image shows; that is what recall searches */
        put: operations["UpdatePhotoCaption"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset_id}/process": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How far documents are */
        post: operations["GetDocumentProgressOpenAPI"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files/retrieve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is known about an uploaded file */
        get: operations["RetrieveFileOpen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a file; answers the file_id by which chats and other calls use it */
        post: operations["UploadFileOpen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plugins/{plugin_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A plugin with its tools */
        get: operations["GetPlugin"];
        put?: never;
        /** The plugin as an MCP server (streamable HTTP): JSON-RPC in, JSON-RPC out */
        post: operations["PankouPluginMcp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plugins/{plugin_id}/tools/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a tool of a plugin */
        post: operations["CallPluginTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plugins/mget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Several plugins with their tools */
        get: operations["BatchGetPlugins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/space/published_bots_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deprecated: the bots of a workspace that are published to the API channel */
        get: operations["GetSpacePublishedBotsList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stores/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Categories of the store */
        get: operations["ListStoreCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stores/plugins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published plugins of this installation and the built-in ones */
        get: operations["ListStorePlugins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The user the token belongs to */
        get: operations["GetMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a user's variables */
        get: operations["OpenGetPlaygroundVariable"];
        /** Set a user's variables */
        put: operations["UpdateVariable"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflow/get_run_history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a run, at the path of coze-studio */
        get: operations["PankouGetRunHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflow/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a workflow, waiting for its end or asynchronously */
        post: operations["OpenAPIRunFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflow/stream_resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer a question of a streamed run */
        post: operations["OpenAPIStreamResumeFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflow/stream_run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a workflow and stream what it says */
        post: operations["OpenAPIStreamRunFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the workflows of a workspace */
        get: operations["OpenAPIGetWorkflowList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a workflow is, takes and gives */
        get: operations["OpenAPIGetWorkflowInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/collaboration_mode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a workflow for collaborators, or close it again */
        post: operations["OpenAPIToggleCollaborationMode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/collaborators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a member of the workspace to those who edit a workflow */
        post: operations["OpenAPIAddWorkflowCollaborator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/collaborators/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove somebody from those who edit a workflow */
        delete: operations["OpenAPIRemoveWorkflowCollaborator"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/run_histories/{execute_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a run */
        get: operations["OpenAPIGetWorkflowRunHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/run_histories/{execute_id}/execute_nodes/{node_execute_uuid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an output node said */
        get: operations["OpenAPIGetNodeExecuteHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/{workflow_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a workflow's versions, newest first */
        get: operations["OpenAPIListVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a chatflow in a conversation and stream what it says */
        post: operations["OpenAPIChatFlowRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workflows/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer a question of a run that is not streamed */
        post: operations["OpenAPIResumeFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the workspaces the caller belongs to */
        get: operations["ListWorkspaces"];
        put?: never;
        /** Create a team workspace */
        post: operations["OpenCreateSpace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspaces/{workspace_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a workspace's name and description */
        put: operations["OpenUpdateSpace"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a chat, streamed or not */
        post: operations["ChatV3"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/chat/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a running chat */
        post: operations["CancelChatApi"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/chat/message/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the messages one chat produced */
        get: operations["ListChatMessageApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/chat/retrieve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one chat's status */
        get: operations["RetrieveChatOpen"];
        put?: never;
        /** Get one chat's status */
        post: operations["RetrieveChatOpen_POST"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/chat/submit_tool_outputs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit the outputs of client-side tools */
        post: operations["SubmitToolOutputs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Assertion: {
            /** @enum {string} */
            operator: "equals" | "not_equals" | "contains" | "not_contains" | "empty" | "not_empty" | "greater" | "less" | "length";
            path: string;
            value?: unknown;
        };
        AssertionInput: {
            /** @enum {string} */
            operator: "equals" | "not_equals" | "contains" | "not_contains" | "empty" | "not_empty" | "greater" | "less" | "length";
            path: string;
            value?: unknown;
        };
        AuthRequestInput: {
            /** @description of oauth_user: where end users are sent */
            authorize_url?: string;
            client_id?: string;
            /** @description sealed in the store, never returned */
            client_secret?: string;
            /**
             * @description of an API key: header (default) or query
             * @enum {string}
             */
            in?: "header" | "query";
            /** @description of the header or query parameter; Authorization if absent */
            name?: string;
            /** @description before the key, such as "Bearer " */
            prefix?: string;
            scope?: string;
            token_url?: string;
            /**
             * @description none (default), api_key, oauth_client or oauth_user
             * @enum {string}
             */
            type?: "none" | "api_key" | "oauth_client" | "oauth_user";
            /** @description the API key; sealed in the store, never returned */
            value?: string;
        };
        BackgroundsView: {
            mobile_background_image: components["schemas"]["BackgroundView"];
            web_background_image: components["schemas"]["BackgroundView"];
        };
        BackgroundView: {
            canvas_position: {
                [key: string]: number;
            };
            gradient_position: {
                [key: string]: number;
            };
            image_url: string;
            origin_image_url: string;
            theme_color: string;
        };
        BotCreated: {
            /** Format: int64 */
            bot_id: string;
        };
        BotItem: {
            description: string;
            icon_url: string;
            /** Format: int64 */
            id: string;
            is_published: boolean;
            name: string;
            /** Format: int64 */
            owner_user_id: string;
            /** Format: int64 */
            published_at?: number;
            /** Format: int64 */
            updated_at: number;
        };
        BotModelView: {
            /** @enum {string} */
            api_mode: "chat_api" | "responses_api";
            /** @enum {string} */
            cache_type?: "closed" | "prefix";
            /** Format: int32 */
            context_round?: number;
            frequency_penalty?: number;
            /** Format: int32 */
            max_tokens?: number;
            /** Format: int64 */
            model_id: string;
            model_name: string;
            parameters: {
                [key: string]: string;
            };
            presence_penalty?: number;
            /** @enum {string} */
            response_format?: "text" | "markdown" | "json";
            sp_anti_leak?: boolean;
            sp_current_time?: boolean;
            temperature?: number;
            /** Format: int32 */
            top_k?: number;
            top_p?: number;
        };
        BotPage: {
            items: components["schemas"]["BotItem"][];
            /** Format: int64 */
            total: number;
        };
        BotPluginView: {
            api_info_list: components["schemas"]["BotToolView"][];
            description: string;
            icon_url: string;
            name: string;
            /** Format: int64 */
            plugin_id: string;
        };
        BotPublished: {
            /** Format: int64 */
            bot_id: string;
            version: string;
        };
        BotTables: {
            tables: components["schemas"]["TableView"][];
        };
        BotToolView: {
            /** Format: int64 */
            api_id: string;
            description: string;
            name: string;
        };
        BotView: {
            background_image_info: components["schemas"]["BackgroundsView"];
            /** Format: int64 */
            bot_id: string;
            /** Format: int32 */
            bot_mode: number;
            client_tools: components["schemas"]["ClientTool"][];
            /** Format: int64 */
            create_time: number;
            default_user_input_type: string;
            description: string;
            folder_id: string;
            icon_url: string;
            knowledge: components["schemas"]["KnowledgeView"];
            media_config: components["schemas"]["MediaView"];
            model_info: components["schemas"]["BotModelView"];
            name: string;
            onboarding_info: components["schemas"]["OnboardingView"];
            /** Format: int64 */
            owner_user_id: string;
            plugin_info_list: components["schemas"]["BotPluginView"][];
            prompt_info: components["schemas"]["PromptView"];
            shortcut_commands: components["schemas"]["Shortcut"][];
            /** Format: int64 */
            space_id: string;
            suggest_reply_info: components["schemas"]["SuggestReplyView"];
            /** Format: int64 */
            update_time: number;
            variables: components["schemas"]["VariableView"][];
            version: string;
            voice_info_list: unknown[];
            workflow_info_list: components["schemas"]["WorkflowView"][];
        };
        Bounds: {
            default_value: number;
            max: number;
            min: number;
        };
        BoundsInput: {
            default_value?: number;
            max?: number;
            min?: number;
        };
        BudgetView: {
            /** Format: int64 */
            max_calls: number;
            /** Format: int64 */
            max_seconds: number;
            /** Format: int64 */
            max_tokens: number;
        };
        Called: {
            /** @description the tool's own output */
            result: unknown;
        };
        CanvasDiff: {
            edges_added: components["schemas"]["EdgeView"][];
            edges_removed: components["schemas"]["EdgeView"][];
            nodes_added: components["schemas"]["NodeView"][];
            nodes_changed: components["schemas"]["NodeView"][];
            nodes_removed: components["schemas"]["NodeView"][];
            truncated: boolean;
        };
        CanvasView: {
            canvas: unknown;
            /** Format: int64 */
            draft_version?: number;
            version: string;
            /** Format: int64 */
            workflow_id: string;
        };
        Category: {
            id: string;
            name: string;
        };
        CategoryPage: {
            has_more: boolean;
            items: components["schemas"]["Category"][];
        };
        ChatMessageView: {
            /** Format: int64 */
            bot_id?: string;
            /** Format: int64 */
            chat_id: string;
            content: string;
            /** @enum {string} */
            content_type: "text" | "object_string" | "card";
            /** Format: int64 */
            conversation_id: string;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            id: string;
            meta_data?: {
                [key: string]: string;
            };
            reasoning_content?: string;
            /** @enum {string} */
            role: "user" | "assistant";
            /** Format: int64 */
            section_id: string;
            /** @enum {string} */
            type: "question" | "answer" | "function_call" | "tool_output" | "tool_response" | "follow_up" | "knowledge" | "verbose";
            /** Format: int64 */
            updated_at: number;
        };
        ChatView: {
            /** Format: int64 */
            bot_id?: string;
            /** Format: int64 */
            completed_at?: number;
            /** Format: int64 */
            conversation_id: string;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            failed_at?: number;
            /** Format: int64 */
            id: string;
            last_error: components["schemas"]["Failure"];
            meta_data?: {
                [key: string]: string;
            };
            required_action?: components["schemas"]["RequiredAction"];
            /** Format: int64 */
            section_id: string;
            /** @enum {string} */
            status: "created" | "in_progress" | "completed" | "failed" | "requires_action" | "canceled";
            usage?: components["schemas"]["Usage"];
        };
        ChunkStrategyInput: {
            /**
             * Format: int32
             * @description images: 0 a model writes captions, 1 people do
             */
            caption_type?: number;
            /**
             * Format: int32
             * @description 0 automatic, 1 custom; extension: 2 by headings
             */
            chunk_type?: number;
            /**
             * Format: int64
             * @description 100 to 2000
             */
            max_tokens?: number;
            /** @description extension: share of max_tokens that is repeated */
            overlap?: number;
            remove_extra_spaces?: boolean;
            remove_urls_emails?: boolean;
            separator?: string;
        };
        ChunkView: {
            /** Format: int32 */
            caption_type?: number;
            /** Format: int32 */
            chunk_type: number;
            /** Format: int32 */
            max_tokens: number;
            remove_extra_spaces: boolean;
            remove_urls_emails: boolean;
            separator: string;
        };
        ClientTool: {
            description: string;
            name: string;
            parameters: unknown;
        };
        ClientToolInput: {
            /** @default  */
            description?: string;
            name: string;
            /** @description JSON Schema of an object */
            parameters?: unknown;
        };
        CollaboratorInput: {
            /** Format: int64 */
            user_id: string;
        };
        ColumnView: {
            description: string;
            /** Format: int64 */
            id: number;
            name: string;
            required: boolean;
            /** @enum {string} */
            type: "text" | "integer" | "float" | "boolean" | "time";
        };
        Component: {
            default_value: string;
            description: string;
            is_hide: boolean;
            name: string;
            options: string[];
            tool_parameter: string;
            /** @enum {string} */
            type: "text" | "select" | "file";
        };
        ConsoleUserView: {
            administrator: boolean;
            avatar_url: string;
            nick_name: string;
            /** Format: int64 */
            user_id: string;
            user_name: string;
        };
        ConversationPage: {
            conversations: components["schemas"]["ConversationView"][];
            has_more: boolean;
        };
        ConversationView: {
            /** Format: int64 */
            connector_id: string;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            creator_id: string;
            /** Format: int64 */
            id: string;
            /** Format: int64 */
            last_section_id: string;
            meta_data: {
                [key: string]: string;
            };
            name: string;
            /** Format: int64 */
            updated_at: number;
        };
        Creator: {
            /** Format: int64 */
            id: string;
            name: string;
        };
        DatasetCreated: {
            /** Format: int64 */
            dataset_id: string;
        };
        DatasetPage: {
            dataset_list: components["schemas"]["DatasetView"][];
            /** Format: int64 */
            total_count: number;
        };
        DatasetView: {
            all_file_size: string;
            avatar_url: string;
            /** Format: int32 */
            bot_used_count: number;
            can_edit: boolean;
            chunk_strategy: {
                [key: string]: string;
            };
            /** Format: int64 */
            create_time: number;
            /** Format: int64 */
            creator_id: string;
            creator_name: string;
            /** Format: int64 */
            dataset_id: string;
            description: string;
            /** Format: int64 */
            doc_count: number;
            failed_file_list: string[];
            file_list: string[];
            /** Format: int32 */
            format_type: number;
            /** Format: int64 */
            hit_count: number;
            icon_uri: string;
            icon_url: string;
            name: string;
            processing_file_id_list: string[];
            processing_file_list: string[];
            project_id: string;
            /** Format: int64 */
            slice_count: number;
            /** Format: int64 */
            space_id: string;
            /** Format: int32 */
            status: number;
            /** Format: int64 */
            update_time: number;
        };
        Declared: {
            variables: components["schemas"]["VariableView"][];
        };
        Detail: {
            /** @description Names the request in the logs */
            logid: string;
        };
        Details: {
            items: components["schemas"]["PluginDetail"][];
        };
        Difference: {
            after?: unknown;
            before?: unknown;
            key: string;
            what: string;
        };
        DocumentBaseInput: {
            /** @description of an image */
            caption?: string;
            name: string;
            source_info: components["schemas"]["SourceInfoInput"];
            table_meta?: components["schemas"]["TableColumnInput"][];
            table_sheet?: components["schemas"]["TableSheetInput"];
            update_rule?: components["schemas"]["UpdateRuleInput"];
        };
        DocumentView: {
            append: boolean;
            /** Format: int64 */
            char_count: number;
            chunk_strategy: components["schemas"]["ChunkView"];
            /** Format: int64 */
            create_time: number;
            /** Format: int64 */
            creator_id: string;
            /** Format: int64 */
            document_id: string;
            enabled: boolean;
            /** Format: int32 */
            format_type: number;
            /** Format: int64 */
            hit_count: number;
            name: string;
            /** Format: int64 */
            size: number;
            /** Format: int64 */
            slice_count: number;
            /** Format: int64 */
            source_file_id?: string;
            /** Format: int32 */
            source_type: number;
            /** Format: int64 */
            space_id: string;
            /** Format: int32 */
            status: number;
            status_descript: string;
            tos_uri: string;
            type: string;
            /** Format: int32 */
            update_interval: number;
            /** Format: int64 */
            update_time: number;
            /** Format: int32 */
            update_type: number;
            web_url: string;
        };
        DraftRestored: {
            /** Format: int64 */
            draft_version: number;
        };
        DraftSaved: {
            /** Format: int64 */
            draft_version: number;
            faults: components["schemas"]["Fault"][];
        };
        EdgeView: {
            source_node_id: string;
            source_port_id: string;
            target_node_id: string;
            target_port_id: string;
        };
        EnteredColumnInput: {
            /** @default  */
            description?: string;
            /**
             * Format: int64
             * @description of a column that is there, to give it another name
             */
            id?: number;
            name: string;
            /** @description whether rows must have a value */
            required?: boolean;
            /**
             * @default text
             * @enum {string}
             */
            type?: "text" | "integer" | "float" | "boolean" | "time";
        };
        EnteredInput: {
            /**
             * @default custom
             * @enum {string}
             */
            channel?: "custom" | "system" | "location" | "feishu" | "app";
            /** @default  */
            default_value?: string;
            /** @default  */
            description?: string;
            /** @default true */
            enable?: boolean;
            keyword: string;
            /**
             * @description whether prompts and models see it
             * @default true
             */
            prompt_enable?: boolean;
        };
        EnteredMessageInput: {
            /** @default  */
            content?: string;
            /** @enum {string} */
            content_type?: "text" | "object_string" | "card";
            meta_data?: {
                [key: string]: string;
            };
            /** @enum {string} */
            role: "user" | "assistant";
            /** @enum {string} */
            type?: "question" | "answer" | "function_call" | "tool_output" | "tool_response" | "follow_up" | "knowledge" | "verbose";
        };
        Error: {
            /** @description 0: success */
            code: number;
            detail: components["schemas"]["Detail"];
            msg: string;
        };
        Failure: {
            /** Format: int32 */
            code: number;
            msg: string;
        };
        Fault: {
            /** @enum {string} */
            code: "too_many_nodes" | "start_missing" | "start_repeated" | "start_unconnected" | "end_missing" | "end_repeated" | "end_unreachable" | "start_in_block" | "end_in_block" | "unusual_id" | "id_missing" | "id_repeated" | "id_not_allowed" | "type_unknown" | "type_not_run" | "edge_source_missing" | "edge_target_missing" | "edge_crosses_block" | "edge_into_start" | "edge_from_end" | "cycle" | "node_unconnected" | "port_unconnected" | "port_unknown" | "node_isolated" | "node_not_reached" | "block_nested" | "block_not_allowed" | "block_empty" | "only_in_loop" | "plan_missing" | "chatflow_input_missing" | "value_missing" | "setting_missing" | "setting_bad" | "limit_exceeded" | "name_bad" | "name_repeated" | "ref_without_node" | "ref_without_path" | "ref_source_unknown" | "ref_node_missing" | "ref_to_itself" | "ref_into_block" | "ref_node_never_runs" | "ref_not_before" | "ref_name_unknown" | "variable_read_only" | "loop_variable_missing" | "model_missing" | "sub_workflow_missing" | "sub_workflow_changed" | "sub_workflow_recursion";
            en: string;
            field?: string;
            /** @enum {string} */
            level: "error" | "warning";
            node_id?: string;
            zh: string;
        };
        Faults: {
            faults: components["schemas"]["Fault"][];
        };
        FileView: {
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            created_at: number;
            file_name: string;
            /** Format: int64 */
            id: string;
        };
        FoundRun: {
            /** Format: int64 */
            execute_id: string;
            status: string;
            /** Format: int64 */
            workflow_id: string;
            /** Format: int64 */
            workspace_id: string;
        };
        Function: {
            arguments: string;
            name: string;
        };
        ImagePage: {
            photo_infos: components["schemas"]["ImageView"][];
            /** Format: int64 */
            total_count: number;
        };
        ImageView: {
            caption: string;
            /** Format: int64 */
            create_time: number;
            /** Format: int64 */
            creator_id: string;
            /** Format: int64 */
            document_id: string;
            name: string;
            /** Format: int64 */
            size: number;
            /** Format: int32 */
            source_type: number;
            /** Format: int32 */
            status: number;
            status_descript: string;
            type: string;
            /** Format: int64 */
            update_time: number;
            url: string;
        };
        Imported: {
            name: string;
            /** Format: int64 */
            plugin_id: string;
            /** @description what was not understood, and proposals */
            report: components["schemas"]["Remark"][];
            tools: components["schemas"]["ToolView"][];
        };
        ImportedSub: {
            foreign_id?: string;
            name: string;
            /** Format: int64 */
            workflow_id: string;
        };
        ImportEntry: {
            en: string;
            foreign_id?: string;
            /** @enum {string} */
            kind: "mapped" | "emulated" | "missing" | "unknown";
            node_id?: string;
            node_title?: string;
            what: string;
            zh: string;
        };
        InterruptData: {
            data: string;
            event_id: string;
            required_parameters?: unknown;
            /** Format: int32 */
            type: number;
        };
        ItemView: {
            /** Format: int64 */
            created_at: number;
            description: string;
            is_published: boolean;
            /** @enum {string} */
            kind: "openapi" | "mcp" | "client" | "builtin";
            name: string;
            /** Format: int64 */
            owner_user_id: string;
            /** Format: int64 */
            plugin_id: string;
            /** Format: int64 */
            updated_at: number;
        };
        KnowledgeInfo: {
            /** Format: int64 */
            id: string;
            name: string;
        };
        KnowledgeInfoInput: {
            /** @description true at first */
            auto_call?: boolean;
            /** @description replaces the whole list */
            dataset_ids?: string[];
            /**
             * Format: int32
             * @description 0 semantic (at first), 1 hybrid, 20 full text
             */
            search_strategy?: number;
        };
        KnowledgeView: {
            auto_call: boolean;
            dataset_ids: string[];
            knowledge_infos: components["schemas"]["KnowledgeInfo"][];
            /** Format: int32 */
            search_strategy: number;
        };
        Link: {
            url: string;
        };
        LinkView: {
            /** Format: int64 */
            expires_at: number;
            url: string;
        };
        McpInput: {
            /** @description sent with each request; sealed in the store, never returned */
            headers?: {
                [key: string]: string;
            };
            url: string;
        };
        MediaConfigInput: {
            is_voice_call_closed?: boolean;
        };
        MediaView: {
            is_voice_call_closed: boolean;
        };
        MessageView: {
            bot_id: string;
            chat_id: string;
            content: string;
            /** @enum {string} */
            content_type: "text" | "object_string" | "card";
            /** Format: int64 */
            conversation_id: string;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            id: string;
            meta_data: {
                [key: string]: string;
            };
            reasoning_content?: string;
            /** @enum {string} */
            role: "user" | "assistant";
            /** Format: int64 */
            section_id: string;
            /** @enum {string} */
            type: "question" | "answer" | "function_call" | "tool_output" | "tool_response" | "follow_up" | "knowledge" | "verbose";
            /** Format: int64 */
            updated_at: number;
        };
        MetaInfo: {
            category: components["schemas"]["Category"];
            description: string;
            /** Format: int64 */
            entity_id: string;
            entity_type: string;
            entity_version: string;
            icon_url: string;
            is_official: boolean;
            /** Format: int64 */
            listed_at: number;
            name: string;
            paid_type: string;
            /** Format: int64 */
            product_id: string;
            user_info: components["schemas"]["UserInfo"];
        };
        ModelCreated: {
            /** Format: int64 */
            model_id: string;
        };
        ModelInfoConfigInput: {
            /**
             * @default chat_api
             * @enum {string}
             */
            api_mode?: "chat_api" | "responses_api";
            /**
             * @default closed
             * @enum {string}
             */
            cache_type?: "closed" | "prefix";
            /** Format: int32 */
            context_round?: number;
            frequency_penalty?: number;
            /** Format: int32 */
            max_tokens?: number;
            /** Format: int64 */
            model_id: string;
            parameters?: {
                [key: string]: unknown;
            };
            presence_penalty?: number;
            /** @enum {string} */
            response_format?: "text" | "markdown" | "json";
            sp_anti_leak?: boolean;
            sp_current_time?: boolean;
            temperature?: number;
            /** Format: int32 */
            top_k?: number;
            top_p?: number;
        };
        Models: {
            models: components["schemas"]["ModelView"][];
        };
        ModelView: {
            base_url?: string;
            capabilities: ("vision" | "tools" | "reasoning" | "json_output")[];
            /** Format: int32 */
            context_window: number;
            enabled: boolean;
            has_key: boolean;
            is_default: boolean;
            /** @enum {string} */
            kind: "openai_chat" | "openai_responses" | "offline";
            /** Format: int64 */
            model_id: string;
            name: string;
            parameters: {
                [key: string]: components["schemas"]["Bounds"];
            };
            remote_name: string;
            /** @enum {string} */
            source: "added" | "setting" | "builtin";
        };
        NewValueInput: {
            keyword: string;
            value: string;
        };
        NodeOutput: {
            is_finish: boolean;
            node_output: string;
        };
        NodeStatus: {
            /** Format: int32 */
            batch_index?: number;
            is_finish: boolean;
            /** Format: int32 */
            loop_index?: number;
            node_execute_uuid: string;
            node_id: string;
            sub_execute_id?: string;
            /** Format: int64 */
            update_time: number;
        };
        NodeView: {
            fields?: string[];
            id: string;
            title: string;
            type: string;
        };
        Nothing: Record<string, never>;
        OnboardingInfoInput: {
            prologue?: string;
            suggested_questions?: string[];
        };
        OnboardingView: {
            prologue: string;
            suggested_questions: string[];
        };
        Outcome: {
            authorization_url?: string;
            /** Format: int32 */
            code: number;
            /** Format: int64 */
            duration_ms: number;
            error: string;
            ok: boolean;
            result?: unknown;
        };
        PassageView: {
            content: string;
            /** Format: int64 */
            document_id: string;
            document_name: string;
            headings: string[];
            /** Format: int32 */
            page?: number;
            routes: {
                [key: string]: components["schemas"]["RouteScore"];
            };
            score: number;
            /** Format: int64 */
            slice_id: string;
            url: string;
        };
        PermissionGroup: {
            name: string;
            permissions: components["schemas"]["PermissionView"][];
        };
        Permissions: {
            groups: components["schemas"]["PermissionGroup"][];
        };
        PermissionView: {
            name: string;
            operations: string[];
        };
        PluginDetail: {
            /** Format: int64 */
            created_at: number;
            description: string;
            icon_url: string;
            is_call_available: boolean;
            /** @description a configuration of MCP clients, as JSON text */
            mcp_json: string;
            name: string;
            name_for_model: string;
            /** Format: int64 */
            plugin_id: string;
            tools: components["schemas"]["ToolDetail"][];
            /** Format: int64 */
            updated_at: number;
        };
        PluginIdInfoInput: {
            /** Format: int64 */
            api_id: string;
            /** Format: int64 */
            plugin_id: string;
        };
        PluginIdListInput: {
            id_list?: components["schemas"]["PluginIdInfoInput"][];
        };
        PluginInfo: {
            /** Format: int64 */
            associated_bots_use_count: number;
            /** Format: int64 */
            avg_exec_duration_ms: number;
            /** Format: int64 */
            bots_use_count: number;
            /** Format: int64 */
            call_count: number;
            description: string;
            /** Format: int64 */
            favorite_count: number;
            /** Format: int64 */
            heat: number;
            is_call_available: boolean;
            success_rate: number;
            /** Format: int32 */
            total_tools_count: number;
        };
        PluginPage: {
            has_more: boolean;
            items: components["schemas"]["ItemView"][];
            /** Format: int64 */
            total: number;
        };
        PluginView: {
            auth: components["schemas"]["View"];
            category_id?: string;
            /** Format: int64 */
            created_at: number;
            description: string;
            /** @description the draft differs from what is published */
            has_changes: boolean;
            /** @description names of the secret headers of an MCP server */
            headers: string[];
            is_published: boolean;
            /** @enum {string} */
            kind: "openapi" | "mcp" | "client" | "builtin";
            name: string;
            /** @description the OpenAPI document as it was given */
            openapi: string;
            /** Format: int64 */
            owner_user_id: string;
            /** Format: int64 */
            plugin_id: string;
            /** Format: int64 */
            published_at?: number;
            /** @description address of the OpenAPI or MCP server */
            server: string;
            share_credentials: boolean;
            tools: components["schemas"]["ToolInside"][];
            /** Format: int64 */
            updated_at: number;
            /** Format: int64 */
            workspace_id: string;
        };
        Prefix: {
            dynamic_prompt: string;
            prefix_prompt: string;
        };
        PrefixPromptInfoInput: {
            /** @default  */
            dynamic_prompt?: string;
            /** @default  */
            prefix_prompt?: string;
        };
        Progresses: {
            data: components["schemas"]["ProgressView"][];
        };
        ProgressView: {
            /** Format: int64 */
            document_id: string;
            document_name: string;
            /** Format: int32 */
            progress: number;
            /** Format: int64 */
            remaining_time: number;
            /** Format: int64 */
            size: number;
            /** Format: int32 */
            status: number;
            status_descript: string;
            type: string;
            /** Format: int32 */
            update_interval: number;
            /** Format: int32 */
            update_type: number;
            url: string;
        };
        PromptInfoInput: {
            prefix_prompt_info?: components["schemas"]["PrefixPromptInfoInput"];
            /** @default  */
            prompt?: string;
            /**
             * @default standard
             * @enum {string}
             */
            prompt_mode?: "standard" | "prefix";
        };
        PromptView: {
            prefix_prompt_info?: components["schemas"]["Prefix"];
            prompt: string;
            /** @enum {string} */
            prompt_mode: "standard" | "prefix";
        };
        Published: {
            /** Format: int64 */
            plugin_id: string;
            /** Format: int64 */
            published_at: number;
        };
        Queried: {
            /** Format: int64 */
            row_num: number;
            rows: {
                [key: string]: unknown;
            }[];
        };
        Recalled: {
            items: components["schemas"]["PassageView"][];
        };
        Remark: {
            at: string;
            /** @enum {string} */
            kind: "skipped" | "changed" | "proposal";
            message: string;
        };
        Report: {
            differences: components["schemas"]["Difference"][];
            /** Format: int32 */
            error_code?: number;
            error_message?: string;
            first_difference?: components["schemas"]["Difference"];
            /** Format: int32 */
            nodes: number;
            output?: unknown;
            same: boolean;
            status: string;
        };
        RequiredAction: {
            submit_tool_outputs: components["schemas"]["SubmitToolOutputs"];
            type: string;
        };
        Round: {
            asked: string;
            reply?: string;
        };
        RouteScore: {
            /** Format: int32 */
            rank: number;
            score: number;
        };
        RowPage: {
            rows: components["schemas"]["RowView"][];
            /** Format: int64 */
            total: number;
        };
        RowsAdded: {
            row_ids: string[];
        };
        RowView: {
            /** Format: int64 */
            connector_id: string;
            created_at: string;
            /** Format: int64 */
            row_id: string;
            updated_at: string;
            user_id: string;
            values: {
                [key: string]: unknown;
            };
        };
        RunCanvas: {
            canvas: unknown;
            /** Format: int64 */
            workflow_id: string;
        };
        RunDetail: {
            end?: unknown;
            /** Format: int64 */
            ended_at?: number;
            input: unknown;
            nodes: components["schemas"]["Traced"][];
            run: components["schemas"]["Shown"];
            /** Format: int64 */
            started_at: number;
            status: string;
            version: string;
            workflow_id: string;
        };
        RunLine: {
            connector_uid: string;
            /** Format: int64 */
            create_time: number;
            /** Format: int64 */
            duration_ms?: number;
            /** Format: int32 */
            error_code?: number;
            error_message?: string;
            /** Format: int64 */
            execute_id: string;
            /** Format: int32 */
            run_mode: number;
            status: string;
            usage: components["schemas"]["RunUsage"];
            version: string;
        };
        RunOutcome: {
            /** Format: int64 */
            duration_ms: number;
            failures: string[];
            name: string;
            passed: boolean;
            /** Format: int64 */
            test_id: string;
        };
        RunPage: {
            has_more: boolean;
            items: components["schemas"]["RunLine"][];
        };
        RunReport: {
            /** Format: int32 */
            failed: number;
            /** Format: int32 */
            passed: number;
            tests: components["schemas"]["RunOutcome"][];
        };
        RunUsage: {
            /** Format: int64 */
            input_count: number;
            /** Format: int64 */
            output_count: number;
            /** Format: int64 */
            token_count: number;
        };
        SectionView: {
            /** Format: int64 */
            conversation_id: string;
            /** Format: int64 */
            id: string;
        };
        SessionView: {
            csrf_token?: string;
            user: components["schemas"]["ConsoleUserView"];
        };
        Shortcut: {
            agent_id?: string;
            command: string;
            components: components["schemas"]["Component"][];
            description: string;
            icon_url: string;
            /** Format: int64 */
            id: string;
            name: string;
            query_template: string;
            tool?: components["schemas"]["Tool"];
        };
        ShortcutCommandInput: {
            command_id: string;
            parameters?: {
                [key: string]: string;
            };
        };
        Shown: {
            bot_id: string;
            connector_id: string;
            connector_uid: string;
            cost: string;
            /** Format: int64 */
            create_time: number;
            debug_url: string;
            error_code: string;
            error_message: string;
            /** Format: int64 */
            execute_id: string;
            execute_status: string;
            interrupt_data?: components["schemas"]["InterruptData"];
            is_output_trimmed: boolean;
            logid: string;
            node_execute_status?: {
                [key: string]: components["schemas"]["NodeStatus"];
            };
            output: string;
            /** Format: int32 */
            run_mode: number;
            token: string;
            /** Format: int64 */
            update_time: number;
            usage: components["schemas"]["RunUsage"];
        };
        SliceCreated: {
            /** Format: int64 */
            slice_id: string;
        };
        SlicePage: {
            slices: components["schemas"]["SliceView"][];
            /** Format: int64 */
            total: number;
        };
        SliceView: {
            /** Format: int64 */
            char_count: number;
            content: string;
            /** Format: int64 */
            create_time: number;
            enabled: boolean;
            headings: string[];
            /** Format: int64 */
            hit_count: number;
            /** Format: int32 */
            page?: number;
            /** Format: int64 */
            position: number;
            /** Format: int64 */
            slice_id: string;
            /** Format: int64 */
            update_time: number;
        };
        SourceInfoInput: {
            /**
             * Format: int32
             * @description 0 file_base64, 1 web_url, 5 source_file_id; absent: as the fields say
             */
            document_source?: number;
            /** @description with file_type; source 0 */
            file_base64?: string;
            /** @description suffix of the file, such as pdf */
            file_type?: string;
            /**
             * Format: int64
             * @description an uploaded file; source 5
             */
            source_file_id?: string;
            /** @description source 1 */
            web_url?: string;
        };
        SpaceBot: {
            /** Format: int64 */
            bot_id: string;
            bot_name: string;
            description: string;
            icon_url: string;
            publish_time: string;
        };
        SpaceBots: {
            space_bots: components["schemas"]["SpaceBot"][];
            /** Format: int64 */
            total: number;
        };
        StoreItem: {
            metainfo: components["schemas"]["MetaInfo"];
            plugin_info: components["schemas"]["PluginInfo"];
        };
        StorePage: {
            has_more: boolean;
            items: components["schemas"]["StoreItem"][];
        };
        SubmitToolOutputs: {
            tool_calls: components["schemas"]["WaitingCall"][];
        };
        SuggestReplyInfoInput: {
            /** @default  */
            customized_prompt?: string;
            /** @enum {string} */
            reply_mode?: "enable" | "customized" | "disable";
        };
        SuggestReplyView: {
            customized_prompt: string;
            /** @enum {string} */
            reply_mode: "enable" | "customized" | "disable";
        };
        TableColumnInput: {
            column_name: string;
            /**
             * Format: int32
             * @description 1 text, 2 number, 3 date, 4 float, 5 boolean, 6 image
             */
            column_type?: number;
            /** @description whether it is searched */
            is_semantic?: boolean;
        };
        TableCreated: {
            /** Format: int64 */
            table_id: string;
        };
        TablePage: {
            tables: components["schemas"]["TableView"][];
            /** Format: int64 */
            total: number;
        };
        TableSheetInput: {
            /**
             * Format: int32
             * @description from 0
             */
            header_line_idx?: number;
            /**
             * Format: int32
             * @description from 0
             */
            sheet_id?: number;
            /**
             * Format: int32
             * @description from 0; the row after the header
             */
            start_line_idx?: number;
        };
        TableView: {
            columns: components["schemas"]["ColumnView"][];
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            creator_id: string;
            description: string;
            /** @enum {string} */
            isolation: "user" | "shared";
            name: string;
            /** Format: int64 */
            row_count: number;
            /** Format: int64 */
            table_id: string;
            /** Format: int64 */
            updated_at: number;
            /** Format: int64 */
            workspace_id: string;
        };
        Tests: {
            tests: components["schemas"]["TestView"][];
        };
        TestView: {
            assertions: components["schemas"]["Assertion"][];
            expected?: unknown;
            inputs: unknown;
            name: string;
            offline: boolean;
            /** Format: int64 */
            test_id: string;
            /** Format: int64 */
            updated_at: number;
        };
        TokenCreated: {
            token: string;
            /** Format: int64 */
            token_id: string;
        };
        Tokens: {
            tokens: components["schemas"]["TokenView"][];
        };
        TokenView: {
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            expires_at: number;
            /** Format: int64 */
            last_used_at: number;
            name: string;
            permissions: string[];
            /** Format: int64 */
            token_id: string;
            workspace_ids: string[];
        };
        Tool: {
            name: string;
            /** @enum {string} */
            type: "workflow" | "plugin";
        };
        ToolDetail: {
            description: string;
            inputSchema: unknown;
            name: string;
            outputSchema: unknown;
            /** Format: int64 */
            tool_id: string;
        };
        ToolInside: {
            description: string;
            input_schema: unknown;
            name: string;
            output_schema: unknown;
            safe: boolean;
            /** Format: int64 */
            tool_id: string;
        };
        ToolOutputInput: {
            output?: string;
            tool_call_id: string;
        };
        ToolView: {
            name: string;
            /** Format: int64 */
            tool_id: string;
        };
        Traced: {
            /** Format: int32 */
            attempts: number;
            /** Format: int64 */
            duration_ms?: number;
            /** Format: int32 */
            error_code?: number;
            error_message?: string;
            input?: unknown;
            key: string;
            node_id: string;
            node_type: string;
            output?: unknown;
            port?: string;
            raw?: string;
            rounds?: components["schemas"]["Round"][];
            /** Format: int64 */
            started_at: number;
            status: string;
            title: string;
            type: string;
            usage?: components["schemas"]["RunUsage"];
        };
        TrialView: {
            error: string;
            /** Format: int64 */
            first_token_ms?: number;
            ok: boolean;
            streaming: boolean;
            /** Format: int64 */
            total_ms: number;
        };
        UpdateRuleInput: {
            /**
             * Format: int32
             * @description hours, at least 24
             */
            update_interval?: number;
            /**
             * Format: int32
             * @description 0 never, 1 overwrite, 2 append; web pages only
             */
            update_type?: number;
        };
        Usage: {
            estimated?: boolean;
            /** Format: int64 */
            input_count: number;
            /** Format: int64 */
            output_count: number;
            /** Format: int64 */
            token_count: number;
        };
        UserCreated: {
            token: string;
            /** Format: int64 */
            user_id: string;
        };
        UserInfo: {
            avatar_url: string;
            nick_name: string;
            /** Format: int64 */
            user_id: number;
            user_name: string;
        };
        Users: {
            /** Format: int64 */
            total_count: number;
            users: components["schemas"]["UserView"][];
        };
        UserView: {
            administrator: boolean;
            avatar_url: string;
            nick_name: string;
            /** Format: int64 */
            user_id: string;
            user_name: string;
        };
        UsingBot: {
            /** Format: int64 */
            bot_id: string;
            name: string;
        };
        UsingWorkflow: {
            in_draft: boolean;
            in_published: boolean;
            name: string;
            /** Format: int64 */
            workflow_id: string;
        };
        Values: {
            items: components["schemas"]["ValueView"][];
        };
        ValueView: {
            /** Format: int64 */
            create_time: number;
            keyword: string;
            /** Format: int64 */
            update_time: number;
            value: string;
        };
        VariableView: {
            /** @enum {string} */
            channel: "custom" | "system" | "location" | "feishu" | "app";
            default_value: string;
            description: string;
            enable: boolean;
            keyword: string;
            prompt_enable: boolean;
            variable_type: string;
        };
        VersionPage: {
            has_more: boolean;
            items: components["schemas"]["VersionView"][];
            /** Format: int64 */
            total: number;
        };
        VersionView: {
            changelog: string;
            created_at: string;
            creator: components["schemas"]["Creator"];
            description: string;
            /** @enum {string} */
            publish_status: "published_online" | "unpublished_draft";
            updated_at: string;
            version: string;
        };
        View: {
            authorize_url?: string;
            client_id?: string;
            has_secret: boolean;
            in?: string;
            name?: string;
            prefix?: string;
            scope?: string;
            token_url?: string;
            type: string;
        };
        WaitingCall: {
            function: components["schemas"]["Function"];
            id: string;
            type: string;
        };
        WorkflowBasic: {
            /** Format: int64 */
            app_id: string;
            created_at: string;
            creator: components["schemas"]["WorkflowCreator"];
            description: string;
            icon_url: string;
            updated_at: string;
            /** Format: int64 */
            workflow_id: string;
            workflow_name: string;
        };
        WorkflowCreated: {
            /** Format: int64 */
            draft_version: number;
            /** Format: int64 */
            workflow_id: string;
        };
        WorkflowCreator: {
            /** Format: int64 */
            id: string;
            name: string;
        };
        WorkflowDetail: {
            canvas: unknown;
            /** @enum {string} */
            collaboration_mode: "single" | "collaboration";
            collaborators: components["schemas"]["WorkflowCreator"][];
            /**
             * Format: int64
             * @description to be sent when the draft is saved
             */
            draft_version: number;
            faults: components["schemas"]["Fault"][];
            /** @description whether the caller may change it */
            may_edit: boolean;
            /** @description of a chatflow: how it shows itself */
            role?: unknown;
            /** @description the version that runs; absent: not published */
            version?: string;
            workflow_detail: components["schemas"]["WorkflowBasic"];
            /** @enum {string} */
            workflow_mode: "workflow" | "chatflow";
            /** Format: int64 */
            workspace_id: string;
        };
        WorkflowExport: {
            content: unknown;
            file_name: string;
        };
        WorkflowIdInfoInput: {
            /** Format: int64 */
            id: string;
        };
        WorkflowIdListInput: {
            ids?: components["schemas"]["WorkflowIdInfoInput"][];
        };
        WorkflowImported: {
            /** Format: int64 */
            draft_version: number;
            faults: components["schemas"]["Fault"][];
            report: components["schemas"]["ImportEntry"][];
            sub_workflows: components["schemas"]["ImportedSub"][];
            /** Format: int64 */
            workflow_id: string;
        };
        WorkflowInfo: {
            input?: unknown;
            output?: unknown;
            role?: unknown;
            workflow_detail: components["schemas"]["WorkflowBasic"];
        };
        WorkflowPage: {
            has_more: boolean;
            items: components["schemas"]["WorkflowBasic"][];
        };
        WorkflowPublished: {
            faults: components["schemas"]["Fault"][];
            version: string;
            /** Format: int64 */
            workflow_id: string;
        };
        WorkflowReferences: {
            bots: components["schemas"]["UsingBot"][];
            workflows: components["schemas"]["UsingWorkflow"][];
        };
        WorkflowVersionPage: {
            has_more: boolean;
            items: components["schemas"]["WorkflowVersionView"][];
            next_page_token?: string;
        };
        WorkflowVersionView: {
            created_at: string;
            creator: components["schemas"]["WorkflowCreator"];
            description: string;
            input?: unknown;
            output?: unknown;
            updated_at: string;
            version: string;
            /** Format: int64 */
            workflow_id: string;
        };
        WorkflowView: {
            description: string;
            icon_url: string;
            /** Format: int64 */
            id: string;
            name: string;
        };
        WorkspaceCreated: {
            /** Format: int64 */
            id: string;
        };
        WorkspacePage: {
            /** Format: int64 */
            total_count: number;
            workspaces: components["schemas"]["WorkspaceView"][];
        };
        WorkspaceView: {
            admin_uids: string[];
            description: string;
            enterprise_id: string;
            icon_url: string;
            /** Format: int64 */
            id: string;
            joined_status: string;
            name: string;
            /** Format: int64 */
            owner_uid: string;
            /** @enum {string} */
            role_type: "owner" | "admin" | "member";
            /** @enum {string} */
            workspace_type: "personal" | "team";
        };
    };
    responses: {
        /** @description Refused; code and msg say why */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    PankouFile: {
        parameters: {
            query: {
                sign: string;
            };
            header?: never;
            path: {
                file_id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    PankouIcon: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    CreateDocumentOpenAPI: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    chunk_strategy?: components["schemas"]["ChunkStrategyInput"];
                    /** Format: int64 */
                    dataset_id: string;
                    document_bases: components["schemas"]["DocumentBaseInput"][];
                    /**
                     * Format: int32
                     * @description 0 text, 1 table, 2 images; absent: as the knowledge base has it
                     */
                    format_type?: number;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        document_infos: components["schemas"]["DocumentView"][];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    DeleteDocumentAPI: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    document_ids: string[];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ListDocumentOpenAPI: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    dataset_id: string;
                    /**
                     * @description part of the name
                     * @default
                     */
                    keyword?: string;
                    /**
                     * Format: int32
                     * @default 1
                     */
                    page?: number;
                    /**
                     * Format: int32
                     * @default 10
                     */
                    size?: number;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        document_infos: components["schemas"]["DocumentView"][];
                        msg: string;
                        /** Format: int64 */
                        total: number;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    UpdateDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    document_id: string;
                    document_name?: string;
                    update_rule?: components["schemas"]["UpdateRuleInput"];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetAppVariables: {
        parameters: {
            query: {
                workspace_id: string;
            };
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Declared"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouSetAppVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                app_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    variables: components["schemas"]["EnteredInput"][];
                    /** Format: int64 */
                    workspace_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetBotTables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["BotTables"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouSetBotTables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bot_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    table_ids: string[];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetBotVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Declared"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouSetBotVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bot_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    variables: components["schemas"]["EnteredInput"][];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouChatEvents: {
        parameters: {
            query?: {
                after?: number;
            };
            header?: never;
            path: {
                chat_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: unknown;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["DatasetView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["DocumentView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouUpdateDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    enabled: boolean;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouRetryDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouListSlices: {
        parameters: {
            query?: {
                page_num?: number;
                page_size?: number;
            };
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["SlicePage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouCreateSlice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    content: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["SliceCreated"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouUpdateSlice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
                slice_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    content?: string;
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouDeleteSlice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
                slice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouRecall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description only in these; absent: in all */
                    document_ids?: string[];
                    /** @default 0 */
                    min_score?: number;
                    query: string;
                    /**
                     * @description by the rerank model, if there is one
                     * @default true
                     */
                    rerank?: boolean;
                    /**
                     * Format: int32
                     * @description 0 semantic, 1 hybrid, 20 full text
                     * @default 1
                     */
                    search_strategy?: number;
                    /**
                     * Format: int32
                     * @default 5
                     */
                    top_k?: number;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Recalled"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouListModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Models"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouCreateModel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description sealed in the store, never returned */
                    api_key?: string;
                    base_url: string;
                    /** @description empty: text only */
                    capabilities?: ("vision" | "tools" | "reasoning" | "json_output")[];
                    /**
                     * Format: int32
                     * @description tokens
                     */
                    context_window?: number;
                    enabled?: boolean;
                    is_default?: boolean;
                    /**
                     * @description openai_chat (default) or openai_responses
                     * @enum {string}
                     */
                    kind?: "openai_chat" | "openai_responses" | "offline";
                    /** @description as people see it; remote_name if absent */
                    name?: string;
                    parameters?: {
                        [key: string]: components["schemas"]["BoundsInput"];
                    };
                    /** @description the model's name at its server */
                    remote_name: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["ModelCreated"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouUpdateModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description empty: no key */
                    api_key?: string;
                    base_url?: string;
                    /** @description empty: text only */
                    capabilities?: ("vision" | "tools" | "reasoning" | "json_output")[];
                    /** Format: int32 */
                    context_window?: number;
                    enabled?: boolean;
                    is_default?: boolean;
                    /** @enum {string} */
                    kind?: "openai_chat" | "openai_responses" | "offline";
                    name?: string;
                    parameters?: {
                        [key: string]: components["schemas"]["BoundsInput"];
                    };
                    remote_name?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouDeleteModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouTestModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["TrialView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouChangePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Also taken as "new" */
                    new_password: string;
                    old: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouListPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Permissions"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouFinishPluginOAuth: {
        parameters: {
            query: {
                code?: string;
                state: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    PankouStartPluginOAuth: {
        parameters: {
            query: {
                ticket: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    PankouListPlugins: {
        parameters: {
            query: {
                page_num?: number;
                page_size?: number;
                workspace_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["PluginPage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouCreatePlugin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    description?: string;
                    /**
                     * @description client, the only kind that is made this way
                     * @enum {string}
                     */
                    kind?: "client";
                    name: string;
                    tools?: components["schemas"]["ClientToolInput"][];
                    /** Format: int64 */
                    workspace_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Imported"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetPlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["PluginView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouUpdatePlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    auth?: components["schemas"]["AuthRequestInput"];
                    description?: string;
                    mcp?: components["schemas"]["McpInput"];
                    name?: string;
                    /** @description a new document in the place of the old one */
                    openapi?: unknown;
                    openapi_url?: string;
                    /** @description of client-side plugins: all tools */
                    tools?: components["schemas"]["ClientToolInput"][];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Imported"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouDeletePlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouAuthorizePlugin: {
        parameters: {
            query?: {
                connector_id?: string;
                end_user?: string;
                workspace_id?: string;
            };
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Link"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouSetPluginCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default  */
                    client_id?: string;
                    /** @default  */
                    client_secret?: string;
                    /** @description of an MCP server */
                    headers?: {
                        [key: string]: string;
                    };
                    /**
                     * @description an API key
                     * @default
                     */
                    value?: string;
                    /**
                     * Format: int64
                     * @description whose calls use them; the plugin's own workspace if absent
                     */
                    workspace_id?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouDeletePluginCredentials: {
        parameters: {
            query?: {
                workspace_id?: string;
            };
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouRevokePluginGrant: {
        parameters: {
            query?: {
                connector_id?: string;
                end_user?: string;
                workspace_id?: string;
            };
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouPublishPlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description of ListStoreCategories */
                    category_id?: string;
                    /** @description other workspaces call with the credentials of this one; false unless said */
                    share_credentials?: boolean;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Published"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouRefreshPlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Imported"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouTestTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin_id: string;
                tool_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    arguments?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Outcome"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouUnpublishPlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouImportPlugin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    auth?: components["schemas"]["AuthRequestInput"];
                    description?: string;
                    mcp?: components["schemas"]["McpInput"];
                    /** @description that of the document if absent */
                    name?: string;
                    /** @description an OpenAPI 3 document as text, YAML or JSON, or as an object */
                    openapi?: unknown;
                    openapi_url?: string;
                    /** Format: int64 */
                    workspace_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Imported"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouFindRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execute_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["FoundRun"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouRunEvents: {
        parameters: {
            query?: {
                after?: number;
            };
            header?: never;
            path: {
                execute_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: unknown;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["SessionView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The key of the one-time link */
                    key: string;
                    /**
                     * @description Absent: as the browser says
                     * @enum {string}
                     */
                    language?: "en" | "zh";
                    /** @description Sign-in name, unique */
                    name: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["SessionView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    PankouSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["SessionView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            default: components["responses"]["Error"];
        };
    };
    PankouCreateSignInLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    user_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["LinkView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouSignOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouListTables: {
        parameters: {
            query: {
                page_num?: number;
                page_size?: number;
                workspace_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["TablePage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouCreateTable: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    columns: components["schemas"]["EnteredColumnInput"][];
                    /** @default  */
                    description?: string;
                    /**
                     * @description user: rows of a channel and end user; shared: rows of all
                     * @default user
                     * @enum {string}
                     */
                    isolation?: "user" | "shared";
                    name: string;
                    /** Format: int64 */
                    workspace_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["TableCreated"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                table_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["TableView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouUpdateTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                table_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    columns?: components["schemas"]["EnteredColumnInput"][];
                    description?: string;
                    /** @enum {string} */
                    isolation?: "user" | "shared";
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouDeleteTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                table_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouQueryTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                table_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: int64
                     * @default 1024
                     */
                    connector_id?: string;
                    sql: string;
                    /** @description for whom; absent: the caller */
                    user_id?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Queried"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouListRows: {
        parameters: {
            query?: {
                connector_id?: string;
                page_num?: number;
                page_size?: number;
                user_id?: string;
            };
            header?: never;
            path: {
                table_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["RowPage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouAddRows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                table_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: int64
                     * @default 1024
                     */
                    connector_id?: string;
                    rows: {
                        [key: string]: unknown;
                    }[];
                    /** @description whose rows they are; absent: the caller's */
                    user_id?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["RowsAdded"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouUpdateRow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
                table_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    values: unknown;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouDeleteRow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                row_id: string;
                table_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouListTokens: {
        parameters: {
            query?: {
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Tokens"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouCreateToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: int32
                     * @description 0: never expires
                     * @default 30
                     */
                    expires_in_days?: number;
                    name: string;
                    /** @description Names of permission points; empty: all of the caller's */
                    permissions?: string[];
                    /**
                     * Format: int64
                     * @description For administrators: whose token
                     */
                    user_id?: string;
                    /** @description Empty: all workspaces, present and future */
                    workspace_ids?: string[];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["TokenCreated"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouRevokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouListUsers: {
        parameters: {
            query?: {
                page_num?: number;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Users"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouCreateUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    administrator?: boolean;
                    /** @description Sign-in name, unique */
                    name: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["UserCreated"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouCreateWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: int64
                     * @description 0: in the library of the workspace, not in an app
                     * @default 0
                     */
                    app_id?: string;
                    /** @default  */
                    description?: string;
                    /** Format: int64 */
                    icon_file_id?: string;
                    name: string;
                    /**
                     * @default workflow
                     * @enum {string}
                     */
                    workflow_mode?: "workflow" | "chatflow";
                    /** Format: int64 */
                    workspace_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkflowCreated"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkflowDetail"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouUpdateWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    description?: string;
                    /** Format: int64 */
                    icon_file_id?: string;
                    name?: string;
                    /** @description of a chatflow, replaces all: {name, avatar, onboarding_info, suggest_reply_info, background_image_info, audio_config, user_input_config} */
                    role?: unknown;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouDeleteWorkflow: {
        parameters: {
            query?: {
                force?: boolean;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetWorkflowCanvas: {
        parameters: {
            query?: {
                version?: string;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["CanvasView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouSaveWorkflowCanvas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description an object or JSON text, in any envelope of the editor */
                    canvas: unknown;
                    /**
                     * Format: int64
                     * @description of the draft that was changed
                     */
                    draft_version: number;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["DraftSaved"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouDuplicateWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: string;
                    /**
                     * Format: int64
                     * @description absent: the same
                     */
                    workspace_id?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkflowCreated"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouExportWorkflow: {
        parameters: {
            query?: {
                format?: "canvas" | "clipboard" | "flow";
                node_ids?: string[];
                version?: string;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkflowExport"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouPublishWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    description?: string;
                    /** @description vX.Y.Z, greater than all before */
                    version: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkflowPublished"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouListWorkflowReferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkflowReferences"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouListRuns: {
        parameters: {
            query?: {
                before?: string;
                page_size?: number;
                status?: "running" | "interrupted" | "success" | "fail" | "cancel";
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["RunPage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetRun: {
        parameters: {
            query?: {
                values?: boolean;
            };
            header?: never;
            path: {
                execute_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["RunDetail"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouCancelRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execute_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Shown"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetRunCanvas: {
        parameters: {
            query?: {
                key?: string;
            };
            header?: never;
            path: {
                execute_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["RunCanvas"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetRunNode: {
        parameters: {
            query: {
                key: string;
            };
            header?: never;
            path: {
                execute_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Traced"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouReplayRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execute_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description draft, or a published version; absent: the run's own */
                    version?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Report"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouListWorkflowTests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Tests"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouCreateWorkflowTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    assertions?: components["schemas"]["AssertionInput"][];
                    /** @description Fields of the output with their values */
                    expected?: unknown;
                    inputs: unknown;
                    name: string;
                    /**
                     * Format: int64
                     * @description The run whose tape is kept: the test then runs offline
                     */
                    tape_run_id?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["TestView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouUpdateWorkflowTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                test_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    assertions?: components["schemas"]["AssertionInput"][];
                    expected?: unknown;
                    inputs: unknown;
                    name: string;
                    /** Format: int64 */
                    tape_run_id?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["TestView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouDeleteWorkflowTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                test_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouRunWorkflowTests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description draft, or a published version; absent: what is online */
                    version?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["RunReport"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouUnpublishWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouDiffWorkflow: {
        parameters: {
            query?: {
                against?: string;
            };
            header?: never;
            path: {
                version: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["CanvasDiff"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouRestoreWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                version: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: int64
                     * @description of the draft that goes; absent: whatever it is
                     */
                    draft_version?: number;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["DraftRestored"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouImportWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: int64
                     * @description 0: in the library of the workspace, not in an app
                     * @default 0
                     */
                    app_id?: string;
                    /** @description an object or JSON text: a bare canvas, the editor's clipboard or its export file */
                    canvas?: unknown;
                    /** @description instead of canvas, base64, or as it is in multipart/form-data: the hosted product's ZIP, or a file with JSON */
                    file?: string;
                    /**
                     * Format: int64
                     * @description instead of canvas: such a file that was uploaded
                     */
                    file_id?: string;
                    /** @description ids of plugins, tools, knowledge bases, databases, models, workflows: foreign to ours */
                    ids?: {
                        [key: string]: string;
                    };
                    /** @description absent: as the export says */
                    name?: string;
                    /**
                     * @description absent: as the export says, else workflow
                     * @enum {string}
                     */
                    workflow_mode?: "workflow" | "chatflow";
                    /** Format: int64 */
                    workspace_id: string;
                };
                "multipart/form-data": {
                    /**
                     * Format: int64
                     * @description 0: in the library of the workspace, not in an app
                     * @default 0
                     */
                    app_id?: string;
                    /** @description an object or JSON text: a bare canvas, the editor's clipboard or its export file */
                    canvas?: unknown;
                    /** Format: binary */
                    file?: string;
                    /**
                     * Format: int64
                     * @description instead of canvas: such a file that was uploaded
                     */
                    file_id?: string;
                    /** @description ids of plugins, tools, knowledge bases, databases, models, workflows: foreign to ours */
                    ids?: {
                        [key: string]: string;
                    };
                    /** @description absent: as the export says */
                    name?: string;
                    /**
                     * @description absent: as the export says, else workflow
                     * @enum {string}
                     */
                    workflow_mode?: "workflow" | "chatflow";
                    /** Format: int64 */
                    workspace_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkflowImported"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouValidateWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    canvas: unknown;
                    /**
                     * Format: int64
                     * @description whose draft it is to be, so that calls of itself are found
                     */
                    workflow_id?: string;
                    /**
                     * @default workflow
                     * @enum {string}
                     */
                    workflow_mode?: "workflow" | "chatflow";
                    /**
                     * Format: int64
                     * @description where its sub-workflows are; absent: they are not looked for
                     */
                    workspace_id?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Faults"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetRunBudget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["BudgetView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouSetRunBudget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: int64
                     * @description 0: no bound
                     */
                    max_calls?: number;
                    /**
                     * Format: int64
                     * @description 0: no bound
                     */
                    max_seconds?: number;
                    /**
                     * Format: int64
                     * @description 0: no bound
                     */
                    max_tokens?: number;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["BudgetView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    CreateDraftBot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: int32
                     * @description extension: 0 the model answers, 2 the first of the workflows, a chatflow, answers
                     */
                    bot_mode?: number;
                    /** @description extension: tools that the caller of a chat runs itself, {name, description, parameters} */
                    client_tools?: unknown;
                    /** @default  */
                    description?: string;
                    /** Format: int64 */
                    icon_file_id?: string;
                    knowledge?: components["schemas"]["KnowledgeInfoInput"];
                    media_config?: components["schemas"]["MediaConfigInput"];
                    model_info_config?: components["schemas"]["ModelInfoConfigInput"];
                    name: string;
                    onboarding_info?: components["schemas"]["OnboardingInfoInput"];
                    plugin_id_list?: components["schemas"]["PluginIdListInput"];
                    prompt_info?: components["schemas"]["PromptInfoInput"];
                    /** @description extension: as OpenGetBotInfo returns them */
                    shortcut_commands?: unknown;
                    /** Format: int64 */
                    space_id: string;
                    suggest_reply_info?: components["schemas"]["SuggestReplyInfoInput"];
                    workflow_id_list?: components["schemas"]["WorkflowIdListInput"];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["BotCreated"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    GetBotOnlineInfo: {
        parameters: {
            query: {
                bot_id: string;
                connector_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["BotView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PublishDraftBot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    bot_id: string;
                    /**
                     * @description extension: the publisher's note
                     * @default
                     */
                    changelog?: string;
                    /** @description 1024: API, 999: Chat SDK */
                    connector_ids: string[];
                    /** @description parameters for custom channels */
                    connectors?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["BotPublished"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    UpdateDraftBot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    bot_id: string;
                    /**
                     * Format: int32
                     * @description extension: 0 the model answers, 2 the first of the workflows, a chatflow, answers
                     */
                    bot_mode?: number;
                    /** @description extension: replaces all */
                    client_tools?: unknown;
                    description?: string;
                    /** Format: int64 */
                    icon_file_id?: string;
                    knowledge?: components["schemas"]["KnowledgeInfoInput"];
                    media_config?: components["schemas"]["MediaConfigInput"];
                    model_info_config?: components["schemas"]["ModelInfoConfigInput"];
                    name?: string;
                    onboarding_info?: components["schemas"]["OnboardingInfoInput"];
                    plugin_id_list?: components["schemas"]["PluginIdListInput"];
                    prompt_info?: components["schemas"]["PromptInfoInput"];
                    /** @description extension: replaces all */
                    shortcut_commands?: unknown;
                    suggest_reply_info?: components["schemas"]["SuggestReplyInfoInput"];
                    workflow_id_list?: components["schemas"]["WorkflowIdListInput"];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenGetBotList: {
        parameters: {
            query: {
                connector_id?: string;
                page_num?: number;
                page_size?: number;
                publish_status?: "all" | "published_online" | "published_draft" | "unpublished_draft";
                workspace_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["BotPage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenGetBotInfo: {
        parameters: {
            query?: {
                is_published?: boolean;
            };
            header?: never;
            path: {
                bot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["BotView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIUnpublishBot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                bot_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    connector_id: string;
                    /** @default  */
                    unpublish_reason?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenListBotVersions: {
        parameters: {
            query?: {
                connector_id?: string;
                page_num?: number;
                page_size?: number;
                publish_status?: "published_online" | "unpublished_draft";
            };
            header?: never;
            path: {
                bot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["VersionPage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    CreateConversationApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    bot_id?: string;
                    /**
                     * Format: int64
                     * @default 1024
                     */
                    connector_id?: string;
                    messages?: components["schemas"]["EnteredMessageInput"][];
                    meta_data?: {
                        [key: string]: string;
                    };
                    /** @default  */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["ConversationView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    CreateMessageApi: {
        parameters: {
            query: {
                conversation_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    content: string;
                    /** @enum {string} */
                    content_type: "text" | "object_string" | "card";
                    meta_data?: {
                        [key: string]: string;
                    };
                    /** @enum {string} */
                    role: "user" | "assistant";
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["MessageView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    DeleteMessageApi: {
        parameters: {
            query: {
                conversation_id: string;
                message_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["MessageView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ListMessageApi: {
        parameters: {
            query: {
                conversation_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    after_id?: string;
                    /** Format: int64 */
                    before_id?: string;
                    /** Format: int64 */
                    chat_id?: string;
                    /**
                     * Format: int32
                     * @default 50
                     */
                    limit?: number;
                    /** @enum {string} */
                    order?: "desc" | "asc";
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data: components["schemas"]["MessageView"][];
                        detail: components["schemas"]["Detail"];
                        first_id: string;
                        has_more: boolean;
                        last_id: string;
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ModifyMessageApi: {
        parameters: {
            query: {
                conversation_id: string;
                message_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    content?: string;
                    /** @enum {string} */
                    content_type?: "text" | "object_string" | "card";
                    meta_data?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        message: components["schemas"]["MessageView"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    RetrieveMessageApi: {
        parameters: {
            query: {
                conversation_id: string;
                message_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["MessageView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    RetrieveMessageApi_POST: {
        parameters: {
            query: {
                conversation_id: string;
                message_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["MessageView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    RetrieveConversationApi: {
        parameters: {
            query: {
                conversation_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["ConversationView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ListConversationsApi: {
        parameters: {
            query: {
                bot_id: string;
                connector_id?: string;
                page_num?: number;
                page_size?: number;
                sort_order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["ConversationPage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    UpdateConversationApi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["ConversationView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    DeleteConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ClearConversationApi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["SectionView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    CreateFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    comment?: string;
                    /** @enum {string} */
                    feedback_type: "like" | "unlike";
                    reason_types?: string[];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    DeleteFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ListDatasetOpenAPI: {
        parameters: {
            query: {
                format_type?: number;
                name?: string;
                page_num?: number;
                page_size?: number;
                space_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["DatasetPage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    CreateDataset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    description?: string;
                    /**
                     * Format: int64
                     * @description icon: an uploaded picture
                     */
                    file_id?: string;
                    /**
                     * Format: int32
                     * @description 0 text, 1 table, 2 images
                     */
                    format_type: number;
                    name: string;
                    /** Format: int64 */
                    space_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["DatasetCreated"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    UpdateDatasetOpenAPI: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    description?: string;
                    /**
                     * Format: int64
                     * @description icon: an uploaded picture
                     */
                    file_id?: string;
                    name: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    DeleteDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ListPhotoDocumentOpenAPI: {
        parameters: {
            query?: {
                has_caption?: boolean;
                keyword?: string;
                page_num?: number;
                page_size?: number;
            };
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["ImagePage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    UpdatePhotoCaption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
                document_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    caption: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    GetDocumentProgressOpenAPI: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dataset_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    document_ids: string[];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Progresses"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    RetrieveFileOpen: {
        parameters: {
            query: {
                file_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["FileView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    UploadFileOpen: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["FileView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    GetPlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["PluginDetail"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouPluginMcp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    CallPluginTool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    arguments?: {
                        [key: string]: unknown;
                    };
                    tool_name: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Called"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    BatchGetPlugins: {
        parameters: {
            query: {
                ids: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Details"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    GetSpacePublishedBotsList: {
        parameters: {
            query: {
                page_index?: number;
                page_size?: number;
                space_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["SpaceBots"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ListStoreCategories: {
        parameters: {
            query: {
                entity_type: "plugin";
                page_num?: number;
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["CategoryPage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ListStorePlugins: {
        parameters: {
            query?: {
                category_ids?: string[];
                is_official?: boolean;
                keyword?: string;
                page_num?: number;
                page_size?: number;
                sort_type?: "heat" | "newest" | "relative";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["StorePage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    GetMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["UserView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenGetPlaygroundVariable: {
        parameters: {
            query: {
                app_id?: string;
                bot_id?: string;
                connector_id?: string;
                connector_uid: string;
                keywords?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Values"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    UpdateVariable: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    app_id?: string;
                    /** Format: int64 */
                    bot_id?: string;
                    /**
                     * Format: int64
                     * @description 1024: API, 999: Chat SDK
                     * @default 1024
                     */
                    connector_id?: string;
                    connector_uid: string;
                    data: components["schemas"]["NewValueInput"][];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["Nothing"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    PankouGetRunHistory: {
        parameters: {
            query: {
                execute_id: string;
                workflow_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data: components["schemas"]["Shown"][];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIRunFlow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    app_id?: string;
                    /** Format: int64 */
                    bot_id?: string;
                    /**
                     * Format: int64
                     * @default 1024
                     */
                    connector_id?: string;
                    /** @description DEBUG runs the draft */
                    execute_mode?: string;
                    ext?: {
                        [key: string]: string;
                    };
                    is_async?: boolean;
                    /**
                     * Format: int64
                     * @description Budget of calls of models, addresses and code; 0: none
                     */
                    max_calls?: number;
                    /**
                     * Format: int64
                     * @description Budget of time; 0: that of the mode
                     */
                    max_seconds?: number;
                    /**
                     * Format: int64
                     * @description Budget of tokens; 0: none
                     */
                    max_tokens?: number;
                    /** @description An object of the start node's inputs, or JSON text of one */
                    parameters?: unknown;
                    version?: string;
                    /** Format: int64 */
                    workflow_id: string;
                    workflow_version?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        cost?: string;
                        data?: string;
                        debug_url: string;
                        detail: components["schemas"]["Detail"];
                        /** Format: int64 */
                        execute_id?: string;
                        interrupt_data?: components["schemas"]["InterruptData"];
                        msg: string;
                        /** Format: int64 */
                        token?: number;
                        usage?: components["schemas"]["RunUsage"];
                    };
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIStreamResumeFlow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    event_id: string;
                    /** Format: int32 */
                    interrupt_type: number;
                    resume_data: string;
                    /** Format: int64 */
                    workflow_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: unknown;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIStreamRunFlow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    app_id?: string;
                    /** Format: int64 */
                    bot_id?: string;
                    /**
                     * Format: int64
                     * @default 1024
                     */
                    connector_id?: string;
                    /** @description DEBUG runs the draft */
                    execute_mode?: string;
                    ext?: {
                        [key: string]: string;
                    };
                    is_async?: boolean;
                    /**
                     * Format: int64
                     * @description Budget of calls of models, addresses and code; 0: none
                     */
                    max_calls?: number;
                    /**
                     * Format: int64
                     * @description Budget of time; 0: that of the mode
                     */
                    max_seconds?: number;
                    /**
                     * Format: int64
                     * @description Budget of tokens; 0: none
                     */
                    max_tokens?: number;
                    /** @description An object of the start node's inputs, or JSON text of one */
                    parameters?: unknown;
                    version?: string;
                    /** Format: int64 */
                    workflow_id: string;
                    workflow_version?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: unknown;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIGetWorkflowList: {
        parameters: {
            query: {
                app_id?: string;
                name?: string;
                page_num: number;
                page_size?: number;
                publish_status?: "all" | "published_online" | "published_draft" | "unpublished_draft";
                workflow_mode?: "workflow" | "chatflow";
                workspace_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkflowPage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIGetWorkflowInfo: {
        parameters: {
            query?: {
                include_input_output?: boolean;
                is_debug?: boolean;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkflowInfo"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIToggleCollaborationMode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    collaboration_mode: "single" | "collaboration";
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIAddWorkflowCollaborator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    collaborators: components["schemas"]["CollaboratorInput"][];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIRemoveWorkflowCollaborator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIGetWorkflowRunHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execute_id: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data: components["schemas"]["Shown"][];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIGetNodeExecuteHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execute_id: string;
                node_execute_uuid: string;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["NodeOutput"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIListVersion: {
        parameters: {
            query?: {
                include_input_output?: boolean;
                page_size?: number;
                page_token?: string;
                publish_status?: "all" | "published_online" | "published_draft" | "unpublished_draft";
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkflowVersionPage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIChatFlowRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The last one has role user and is USER_INPUT; those before it become history */
                    additional_messages?: components["schemas"]["EnteredMessageInput"][];
                    /** Format: int64 */
                    app_id?: string;
                    /** Format: int64 */
                    bot_id?: string;
                    /**
                     * Format: int64
                     * @default 1024
                     */
                    connector_id?: string;
                    /**
                     * Format: int64
                     * @description Yours; counts before CONVERSATION_NAME
                     */
                    conversation_id?: string;
                    /** @description DEBUG runs the draft */
                    execute_mode?: string;
                    ext?: {
                        [key: string]: string;
                    };
                    /** @description An object of the start node's inputs, or JSON text of one */
                    parameters?: unknown;
                    /** @description in place of the one in the chatflow's role: {suggest_reply_mode: 0 off, 1 on, 2 customized, customized_suggest_prompt} */
                    suggest_reply_info?: unknown;
                    /** Format: int64 */
                    workflow_id: string;
                    workflow_version?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: unknown;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenAPIResumeFlow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    event_id: string;
                    /** Format: int32 */
                    interrupt_type: number;
                    resume_data: string;
                    /** Format: int64 */
                    workflow_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        cost?: string;
                        data?: string;
                        debug_url: string;
                        detail: components["schemas"]["Detail"];
                        /** Format: int64 */
                        execute_id?: string;
                        interrupt_data?: components["schemas"]["InterruptData"];
                        msg: string;
                        /** Format: int64 */
                        token?: number;
                        usage?: components["schemas"]["RunUsage"];
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ListWorkspaces: {
        parameters: {
            query?: {
                coze_account_id?: string;
                enterprise_id?: string;
                page_num?: number;
                page_size?: number;
                user_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkspacePage"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenCreateSpace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    coze_account_id?: string;
                    description: string;
                    /** Format: int64 */
                    icon_file_id?: string;
                    name: string;
                    owner_uid?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["WorkspaceCreated"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    OpenUpdateSpace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default  */
                    description?: string;
                    /** @default  */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ChatV3: {
        parameters: {
            query?: {
                conversation_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    additional_messages?: components["schemas"]["EnteredMessageInput"][];
                    /** @default true */
                    auto_save_history?: boolean;
                    /** Format: int64 */
                    bot_id: string;
                    bot_version?: string;
                    /**
                     * Format: int64
                     * @default 1024
                     */
                    connector_id?: string;
                    custom_variables?: {
                        [key: string]: string;
                    };
                    enable_card?: boolean;
                    extra_params?: {
                        [key: string]: string;
                    };
                    meta_data?: {
                        [key: string]: string;
                    };
                    /** @description Inputs of a chatflow's start node */
                    parameters?: {
                        [key: string]: unknown;
                    };
                    /** @enum {string} */
                    publish_status?: "published_online" | "unpublished_draft";
                    shortcut_command?: components["schemas"]["ShortcutCommandInput"];
                    stream?: boolean;
                    /** @description Defined by the caller; memory is kept apart by it */
                    user_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: unknown;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Error"];
            429: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    CancelChatApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: int64 */
                    chat_id: string;
                    /** Format: int64 */
                    conversation_id: string;
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["ChatView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    ListChatMessageApi: {
        parameters: {
            query: {
                chat_id: string;
                conversation_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data: components["schemas"]["ChatMessageView"][];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    RetrieveChatOpen: {
        parameters: {
            query: {
                chat_id: string;
                conversation_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["ChatView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    RetrieveChatOpen_POST: {
        parameters: {
            query: {
                chat_id: string;
                conversation_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: components["schemas"]["ChatView"];
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
    SubmitToolOutputs: {
        parameters: {
            query: {
                chat_id: string;
                conversation_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    stream?: boolean;
                    tool_outputs?: components["schemas"]["ToolOutputInput"][];
                };
            };
        };
        responses: {
            /** @description Success if code is 0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0: success */
                        code: number;
                        data?: unknown;
                        detail: components["schemas"]["Detail"];
                        msg: string;
                    };
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["Error"];
            default: components["responses"]["Error"];
        };
    };
}
