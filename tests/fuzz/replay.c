/* replay.c - runs a fuzz target over its corpus without a fuzzer, so that every input that once mattered is
 * tried in the ordinary test run: fuzz_csv DIR. Each file is also tried cut in half and with one byte changed. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_input(const uint8_t *data, size_t size) {
    uint8_t *copy = malloc(size ? size : 1); /* exact size, so that a sanitizer sees an overrun */
    if (!copy) abort();
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    LLVMFuzzerTestOneInput(copy, size / 2);
    if (size) {
        copy[size / 3] ^= 0x55;
        LLVMFuzzerTestOneInput(copy, size);
    }
    free(copy);
}

static int replay_file(const char *path) {
    static uint8_t data[1 << 20];
    FILE *f = fopen(path, "rb");
    if (!f) return perror(path), 1;
    size_t n = fread(data, 1, sizeof data, f);
    fclose(f);
    try_input(data, n);
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: %s CORPUS_DIR\n", argv[0]), 2;
    DIR *dir = opendir(argv[1]);
    if (!dir) return perror(argv[1]), 2;
    int failed = 0, tried = 0;
    for (struct dirent *e; (e = readdir(dir));) {
        char path[4096];
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], e->d_name);
        failed |= replay_file(path);
        tried++;
    }
    closedir(dir);
    printf("%d inputs replayed\n", tried);
    return failed || !tried;
}
