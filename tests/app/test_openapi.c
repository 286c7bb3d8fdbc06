/* The OpenAPI document that is made of the registry: every operation of the API is in it, and it is valid. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/op.h"
#include "each_op.h"

static void the_openapi_document_holds_every_op_of_the_api(void **state) {
    (void)state;
    json_t *document = openapi_document();
    assert_non_null(document);
    size_t in_api = 0;
    EACH_OP(op) {
        json_t *path = json_object_get(json_object_get(document, "paths"), op->path);
        json_t *operation = json_object_get(path, strcmp(op->method, "GET") == 0 ? "get" : "post");
        if (!(op->doors & DOOR_API)) {
            assert_null(operation);
            continue;
        }
        in_api++;
        assert_string_equal(json_string_value(json_object_get(operation, "operationId")), op->id);
        size_t params = 0;
        for (const Param *p = op->params; p && p->name; p++) params += !p->cli_only;
        const json_t *body = json_object_get(json_object_get(operation, "requestBody"), "content");
        const json_t *schema = json_object_get(json_object_get(body, "application/json"), "schema");
        assert_int_equal(body != NULL, strcmp(op->method, "POST") == 0);
        params +=
            (strcmp(op->method, "POST") == 0 && !op->secret) + ((op->scope & SCOPE_INGEST) != 0); /* headers, query */
        assert_int_equal(json_array_size(json_object_get(operation, "parameters")) +
                             json_object_size(json_object_get(schema, "properties")),
                         params);
    }
    size_t documented = 0;
    const char *name;
    json_t *path;
    json_object_foreach(json_object_get(document, "paths"), name, path) documented += json_object_size(path);
    assert_int_equal(documented, in_api + 1); /* and the door's queue */
    json_decref(document);
}

/* Every reference leads somewhere, every path names its parameters, every operation says who may. */
static void check_refs(const json_t *document, const json_t *v) {
    const char *key;
    json_t *item;
    size_t i;
    if (json_is_array(v))
        json_array_foreach(v, i, item) check_refs(document, item);
    json_object_foreach((json_t *)(uintptr_t)v, key, item) {
        if (strcmp(key, "$ref") != 0 || !json_is_string(item)) {
            check_refs(document, item);
            continue;
        }
        Str rest = str_from_c(json_string_value(item));
        const json_t *target = document;
        assert_true(str_starts(rest, STR("#/")));
        str_cut(&rest, '/');
        while (rest.p && target) {
            Str part = str_cut(&rest, '/');
            target = json_object_getn(target, part.p, part.n);
        }
        if (!target) fail_msg("%s leads nowhere", json_string_value(item));
    }
}

static void check_path(const char *path, const json_t *operation) {
    const json_t *parameters = json_object_get(operation, "parameters"), *p;
    Str rest = str_from_c(path);
    while (rest.p) {
        str_cut(&rest, '{');
        if (!rest.p) break;
        Str name = str_cut(&rest, '}');
        bool found = false;
        size_t i;
        json_array_foreach(parameters, i, p)
            found |= str_eq(name, str_from_c(json_string_value(json_object_get(p, "name")))) &&
                     json_is_true(json_object_get(p, "required")) &&
                     strcmp(json_string_value(json_object_get(p, "in")), "path") == 0;
        if (!found) fail_msg("%s: %.*s is no parameter", path, STR_ARG(name));
    }
}

static void the_openapi_document_is_valid(void **state) {
    (void)state;
    json_t *document = openapi_document(), *path, *operation;
    const char *name, *method;
    assert_string_equal(json_string_value(json_object_get(document, "openapi")), "3.1.0");
    check_refs(document, document);
    json_object_foreach(json_object_get(document, "paths"), name, path) {
        assert_int_equal(name[0], '/');
        json_object_foreach(path, method, operation) {
            assert_true(strcmp(method, "get") == 0 || strcmp(method, "post") == 0);
            check_path(name, operation);
            const json_t *responses = json_object_get(operation, "responses"), *response;
            const char *status;
            assert_true(json_object_size(responses) > 0);
            json_object_foreach((json_t *)(uintptr_t)responses, status, response)
                assert_true(json_object_get(response, "$ref") ||
                            json_is_string(json_object_get(response, "description")));
            bool open = json_is_array(json_object_get(operation, "security"));
            const Op *op = op_find(str_from_c(json_string_value(json_object_get(operation, "operationId"))));
            if (op) assert_int_equal(open, op->role == ROLE_ANYBODY);
            if (op && !open) assert_non_null(json_object_get(responses, "401"));
        }
    }
    json_decref(document);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_openapi_document_holds_every_op_of_the_api),
        cmocka_unit_test(the_openapi_document_is_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
