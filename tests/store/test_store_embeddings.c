/* test_store_embeddings.c - the cache of vectors. */
#include <string.h>

#include "store/embedding_store.h"
#include "store_test.h"

enum { DIM = 3, N = 3 };
static const uint64_t HASHES[N] = {7, UINT64_MAX, (uint64_t)1 << 63};
static const int8_t VECTORS[N * DIM] = {127, -127, 0, 1, 2, 127, 0, 0, -127};

static void test_vectors_come_back_by_model_and_text(void **state) {
    Fixture *f = *state;
    EmbeddingModel small, large, none;
    const int8_t *got[4] = {0};
    const uint64_t asked[4] = {HASHES[2], 8, HASHES[0], HASHES[1]};
    assert_ok(f, embedding_model_get(f->db, STR("small"), &none, &f->err));
    assert_int_equal(none.id, 0);
    assert_ok(f, embedding_model_add(f->db, STR("small"), DIM, &small, &f->err));
    assert_ok(f, embedding_model_add(f->db, STR("large"), 2 * DIM, &large, &f->err));
    assert_ok(f, embeddings_write(f->db, &small, HASHES, VECTORS, N, &f->err));
    assert_ok(f, embeddings_read(f->db, f->a, &small, asked, 4, got, &f->err));
    assert_memory_equal(got[0], VECTORS + 2 * DIM, DIM);
    assert_null(got[1]);
    assert_memory_equal(got[2], VECTORS, DIM);
    assert_memory_equal(got[3], VECTORS + DIM, DIM);
    memset(got, 0, sizeof got);
    assert_ok(f, embeddings_read(f->db, f->a, &large, asked, 4, got, &f->err));
    assert_true(!got[0] && !got[1] && !got[2] && !got[3]);
    EmbeddingModel again;
    assert_ok(f, embedding_model_get(f->db, STR("large"), &again, &f->err));
    assert_true(again.id == large.id && again.dim == 2 * DIM);
}

static void test_a_text_is_stored_once(void **state) {
    Fixture *f = *state;
    EmbeddingModel m;
    const int8_t *got[1] = {0};
    assert_ok(f, embedding_model_add(f->db, STR("m"), DIM, &m, &f->err));
    assert_ok(f, embeddings_write(f->db, &m, HASHES, VECTORS, 1, &f->err));
    assert_ok(f, embeddings_write(f->db, &m, HASHES, VECTORS + DIM, 1, &f->err));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM embedding"), 1);
    assert_ok(f, embeddings_read(f->db, f->a, &m, HASHES, 1, got, &f->err));
    assert_memory_equal(got[0], VECTORS + DIM, DIM);
}

static void test_a_model_goes_with_its_vectors(void **state) {
    Fixture *f = *state;
    EmbeddingModel a, b, c;
    assert_ok(f, embedding_model_add(f->db, STR("a"), DIM, &a, &f->err));
    assert_ok(f, embedding_model_add(f->db, STR("b"), DIM, &b, &f->err));
    assert_ok(f, embedding_model_add(f->db, STR("c"), DIM, &c, &f->err));
    assert_ok(f, embeddings_write(f->db, &a, HASHES, VECTORS, 1, &f->err));
    assert_ok(f, embeddings_write(f->db, &b, HASHES, VECTORS, 2, &f->err));
    assert_ok(f, embeddings_write(f->db, &c, HASHES, VECTORS, N, &f->err));
    assert_ok(f, embedding_model_drop(f->db, STR("c"), &f->err));
    assert_ok(f, embedding_model_drop(f->db, STR("c"), &f->err));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM embedding"), 3);
    assert_ok(f, embedding_models_drop_others(f->db, STR("b"), &f->err));
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM embedding"), 2);
    assert_int_equal(fixture_number(f, "SELECT count(*) FROM embedding_model"), 1);
}

int main(void) {
    static const StoreTest tests[] = {STORE_TEST(test_vectors_come_back_by_model_and_text),
                                      STORE_TEST(test_a_text_is_stored_once),
                                      STORE_TEST(test_a_model_goes_with_its_vectors)};
    return store_tests_run("embeddings", tests, sizeof tests / sizeof *tests);
}
